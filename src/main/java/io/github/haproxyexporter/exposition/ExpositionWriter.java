package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.LabelRows;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Writes expositions. While the caller's thread sends a chunk, a helper encodes the next one. */
public final class ExpositionWriter implements AutoCloseable {

    /** The JDK's server makes a buffer of twice the longest write for every connection. */
    private static final int WRITE = 1 << 14;

    private final ThreadPoolExecutor helper;

    /** Labels of what is being sent: scrapes that arrive together share what was read, and so the rows. */
    private final Map<LabelRows, EncodedLabels> labels = Collections.synchronizedMap(new WeakHashMap<>());

    public ExpositionWriter() {
        helper = new ThreadPoolExecutor(
                1,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "encode");
                    thread.setDaemon(true);
                    return thread;
                },
                // What it does not encode, the caller does.
                new ThreadPoolExecutor.DiscardPolicy());
        helper.allowCoreThreadTimeOut(true);
    }

    /**
     * Families to be written.
     *
     * @param memory what writing takes its memory from, to be closed after it
     * @throws MemoryBudget.ExhaustedException when that is not enough
     */
    public Exposition prepare(List<Family> families, Format format, MemoryBudget.Share memory) {
        return new Exposition(families, format, labels, memory);
    }

    /** Writes a whole exposition. */
    public void write(Exposition exposition, OutputStream out) throws IOException {
        Exposition.Encoder encoder = exposition.new Encoder();
        Chunk sent = exposition.newChunk();
        encoder.fill(sent);
        if (encoder.isDone()) {
            write(sent, out);
            return;
        }
        Chunk next = exposition.newChunk();
        while (sent.size() > 0) {
            Chunk ahead = next;
            FutureTask<Void> encoding = new FutureTask<>(() -> encoder.fill(ahead), null);
            helper.execute(encoding);
            write(sent, out);
            // Does nothing when the helper did it or is about to finish it.
            encoding.run();
            await(encoding);
            next = sent;
            sent = ahead;
        }
    }

    private static void write(Chunk chunk, OutputStream out) throws IOException {
        for (int at = 0; at < chunk.size(); at += WRITE) {
            out.write(chunk.bytes(), at, Math.min(WRITE, chunk.size() - at));
        }
    }

    private static void await(FutureTask<Void> encoding) throws IOException {
        try {
            encoding.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a chunk of the answer was encoded");
        } catch (ExecutionException e) {
            throw new IOException("a chunk of the answer could not be encoded", e.getCause());
        }
    }

    /** Ends the helper, at most a second later; writing goes on without it. */
    @Override
    public void close() {
        helper.shutdownNow();
        try {
            helper.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
