package io.github.haproxyexporter.http;

import java.io.IOException;

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

    private final Thread thread;
    private final long readNanos;
    private final long writeNanos;

    private Stage stage = Stage.READING;
    private long stageStart;
    private long answerStart;
    private boolean cut;

    /** Starts with the reading of the request, on the calling thread. */
    RequestWatch(Limits limits, long now) {
        this.thread = Thread.currentThread();
        this.readNanos = limits.readTimeout().toNanos();
        this.writeNanos = limits.writeTimeout().toNanos();
        this.stageStart = now;
    }

    /**
     * The request was read, and its answer begins.
     *
     * @throws IOException when it came too late
     */
    synchronized void answering(long now) throws IOException {
        answerStart = now;
        enter(Stage.ANSWERING, now);
    }

    /** The thread is going to write to the client. */
    synchronized void writing(long now) throws IOException {
        enter(Stage.WRITING, now);
    }

    /** The client took what was written. */
    synchronized void written(long now) throws IOException {
        enter(Stage.ANSWERING, now);
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
        boolean late = switch (stage) {
            case READING -> now - stageStart > readNanos;
            case ANSWERING, WRITING -> now - answerStart > writeNanos;
            case DONE -> false;
        };
        if (late) {
            interrupt();
        }
    }

    /** Nanoseconds that the client has let a write wait; 0 when nothing waits for it. */
    synchronized long stalled(long now) {
        return stage == Stage.WRITING && !cut ? now - stageStart : 0;
    }

    /** Cuts the request if it still waits for its client, and has for longer than so many nanoseconds. */
    synchronized void cutIfStalled(long now, long most) {
        if (stalled(now) > most) {
            interrupt();
        }
    }

    /** Cuts the request wherever it is. */
    synchronized void cut() {
        if (stage != Stage.DONE) {
            interrupt();
        }
    }

    private void interrupt() {
        cut = true;
        thread.interrupt();
    }

    private void enter(Stage next, long now) throws IOException {
        if (cut) {
            // Cleared before any other channel, such as HAProxy's, is closed by it.
            Thread.interrupted();
            throw new IOException("the client was too slow");
        }
        stage = next;
        stageStart = now;
    }
}
