package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Family;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends families in a format, compressed or not. Those who send the same ones at the same time share the work; between answers
 * nothing is kept but a few empty buffers.
 */
public final class ExpositionSharing implements AutoCloseable {

    /** The JDK's server makes a buffer of twice the longest write for every connection. */
    private static final int WRITE = 1 << 15;

    private final Buffers buffers;
    private final LabelCache labels;
    private final ThreadPoolExecutor helper;
    private final Map<Key, Place> open = new HashMap<>();

    /** The same list, not an equal one: it stands for one reading of HAProxy. */
    private static final class Key {
        private final List<Family> families;
        private final Format format;
        private final boolean gzip;

        Key(List<Family> families, Format format, boolean gzip) {
            this.families = families;
            this.format = format;
            this.gzip = gzip;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.families == families && key.format == format && key.gzip == gzip;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(families) * 31 + format.hashCode() + Boolean.hashCode(gzip);
        }
    }

    /** What those who send the same share. */
    private final class Shared {
        private final Exposition exposition;
        private final @Nullable GzipCoder gzip;
        private final SharedPieces pieces;
        private final MemoryBudget.Share memory;

        Shared(Key key, MemoryBudget.Share memory) {
            this.memory = memory;
            exposition = new Exposition(key.families, key.format, labels, memory);
            memory.take(Math.min(exposition.pieces(), SharedPieces.KEPT) * exposition.bufferBytes());
            gzip = key.gzip ? new GzipCoder(exposition, buffers) : null;
            PieceCoder coder = gzip == null ? PieceCoder.plain(exposition) : gzip;
            pieces = new SharedPieces(exposition.pieces(), coder, buffers, helper, SharedPieces.PATIENCE);
        }

        void close() {
            pieces.close();
            if (gzip != null) {
                gzip.close();
            }
            memory.close();
        }
    }

    /** The place of what is shared, which the first to come fills. */
    private final class Place {
        private final AtomicInteger users = new AtomicInteger();
        private @Nullable Shared shared;

        synchronized Shared fill(Key key, MemoryBudget.Share user) {
            Shared filled = shared;
            if (filled == null) {
                MemoryBudget.Share memory = user.another();
                try {
                    filled = new Shared(key, memory);
                } catch (RuntimeException | Error e) {
                    memory.close();
                    throw e;
                }
                shared = filled;
            }
            return filled;
        }

        synchronized void clear() {
            if (shared != null) {
                shared.close();
            }
        }
    }

    /** @param budget what the caches take their memory from */
    public ExpositionSharing(MemoryBudget budget) {
        buffers = new Buffers(budget.openCache());
        labels = new LabelCache(budget.openCache());
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
                // What it does not code, whoever sends it does.
                new ThreadPoolExecutor.DiscardPolicy());
        helper.allowCoreThreadTimeOut(true);
    }

    /** One sending: its length is known before it begins. */
    public final class Sending implements AutoCloseable {
        private final Key key;
        private final Place place;
        private final Shared shared;

        private Sending(Key key, Place place, MemoryBudget.Share memory) {
            this.key = key;
            this.place = place;
            this.shared = place.fill(key, memory);
            // A client that is far behind the others has a chunk of its own, and compression needs a second one.
            memory.take(shared.exposition.bufferBytes() * (key.gzip ? 2 : 1));
        }

        /** Length of the families without compression. */
        public long length() {
            return shared.exposition.length();
        }

        /** Writes a text, the families, and another text; where the sending is compressed, as one gzip member. */
        public void write(byte[] before, byte[] after, OutputStream out) throws IOException {
            GzipCoder gzip = shared.gzip;
            if (gzip == null) {
                out.write(before);
                writePieces(out, null);
                out.write(after);
            } else {
                Crc32Sum sum = new Crc32Sum();
                GzipCoder.writeHeader(out);
                GzipCoder.write(before, sum, out);
                writePieces(out, sum);
                GzipCoder.write(after, sum, out);
                GzipCoder.writeTrailer(sum, out);
            }
        }

        private void writePieces(OutputStream out, @Nullable Crc32Sum sum) throws IOException {
            SharedPieces.Sender sender = shared.pieces.join();
            try {
                writePieces(sender, out, sum);
            } finally {
                shared.pieces.leave(sender);
            }
        }

        private void writePieces(SharedPieces.Sender sender, OutputStream out, @Nullable Crc32Sum sum)
                throws IOException {
            Exposition exposition = shared.exposition;
            for (int number = 0; number < exposition.pieces(); number++) {
                // With others at work the processors have enough to do.
                SharedPieces.Piece piece = shared.pieces.take(sender, number, place.users.get() == 1);
                try {
                    int length = piece.length();
                    for (int at = 0; at < length; at += WRITE) {
                        out.write(piece.bytes(), at, Math.min(WRITE, length - at));
                    }
                } finally {
                    shared.pieces.release(piece, place.users.get() > 1);
                }
                if (sum != null && shared.gzip != null) {
                    sum.append(shared.gzip.crc(number), exposition.length(number));
                }
            }
        }

        @Override
        public void close() {
            leave(key, place);
        }
    }

    /**
     * Begins to send families; whoever does so with the same list meanwhile shares in it.
     *
     * @param memory what the sending takes its memory from, to be closed after it
     * @throws MemoryBudget.ExhaustedException when that is not enough
     */
    public Sending open(List<Family> families, Format format, boolean gzip, MemoryBudget.Share memory) {
        Key key = new Key(families, format, gzip);
        Place place;
        synchronized (open) {
            place = open.computeIfAbsent(key, absent -> new Place());
            place.users.incrementAndGet();
        }
        try {
            return new Sending(key, place, memory);
        } catch (RuntimeException | Error e) {
            leave(key, place);
            throw e;
        }
    }

    /** Ends the thread that codes ahead, at most a second later; whoever still sends goes on without it. */
    @Override
    public void close() {
        helper.shutdownNow();
        try {
            helper.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave(Key key, Place place) {
        synchronized (open) {
            if (place.users.decrementAndGet() > 0) {
                return;
            }
            open.remove(key);
        }
        place.clear();
    }
}
