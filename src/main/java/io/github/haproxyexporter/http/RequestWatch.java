package io.github.haproxyexporter.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * How far one request has come, and since when. A request that is over its time is cut by interrupting its thread, which closes
 * the connection: a read or write of a channel ends in no other way while the peer is silent.
 */
final class RequestWatch {

    /** What the thread is doing. */
    private enum Stage {
        READING,
        ANSWERING,
        WRITING,
        DONE
    }

    private final Thread thread = Thread.currentThread();
    private final long readNanos;
    private final long writeNanos;

    private Stage stage = Stage.READING;
    private long stageStart = System.nanoTime();
    private long answerStart;
    private boolean cut;

    /** Starts with the reading of the request, on the calling thread. */
    RequestWatch(Limits limits) {
        this.readNanos = limits.readTimeout().toNanos();
        this.writeNanos = limits.writeTimeout().toNanos();
    }

    /**
     * Notes that the request was read and its answer begins.
     *
     * @throws IOException when it came too late
     */
    synchronized void answering() throws IOException {
        enter(Stage.ANSWERING);
        answerStart = stageStart;
    }

    /** Whether the request was read and is not answered yet. */
    synchronized boolean isAnswering() {
        return stage == Stage.ANSWERING || stage == Stage.WRITING;
    }

    /** The stream to the client, which notes when it waits for the client to take what is written. */
    OutputStream watched(OutputStream out) {
        return new WatchedStream(out);
    }

    /** Ends the watch; the thread is not interrupted from here on. */
    synchronized void done() {
        stage = Stage.DONE;
        if (cut) {
            // The interrupt was for this request and not for the next one of this thread.
            Thread.interrupted();
        }
    }

    /** Cuts the request when it is over its time. */
    synchronized void cutIfLate(long now) {
        if (stage == Stage.READING ? now - stageStart > readNanos : isAnswering() && now - answerStart > writeNanos) {
            cut();
        }
    }

    /** Nanoseconds that the client has let a write wait; 0 when nothing waits for it. */
    synchronized long stalled(long now) {
        return stage == Stage.WRITING && !cut ? now - stageStart : 0;
    }

    /** Cuts the request if it still waits for its client, and has for longer than so many nanoseconds. */
    synchronized void cutIfStalled(long now, long most) {
        if (stalled(now) > most) {
            cut();
        }
    }

    /** Cuts the request wherever it is. */
    synchronized void cut() {
        if (stage != Stage.DONE) {
            cut = true;
            thread.interrupt();
        }
    }

    private synchronized void enter(Stage next) throws IOException {
        if (cut) {
            // Cleared before any other channel, such as HAProxy's, is closed by it.
            Thread.interrupted();
            throw new IOException("the client was too slow");
        }
        stage = next;
        stageStart = System.nanoTime();
    }

    private final class WatchedStream extends FilterOutputStream {

        WatchedStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            enter(Stage.WRITING);
            out.write(bytes, offset, length);
            enter(Stage.ANSWERING);
        }

        @Override
        public void close() throws IOException {
            enter(Stage.WRITING);
            // Not by the superclass, whose flush would be a packet of its own.
            out.close();
            enter(Stage.ANSWERING);
        }
    }
}
