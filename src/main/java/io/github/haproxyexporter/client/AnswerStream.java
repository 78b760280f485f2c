package io.github.haproxyexporter.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.function.IntConsumer;

/**
 * The bytes that HAProxy sends back, bounded in size and in time. A read past the deadline, past the size limit or from a
 * connection that broke throws a {@link HaproxyException} that says so; the end of the connection reads as the end of the stream.
 */
public final class AnswerStream extends InputStream {

    /** Sets how long the next read may block. */
    @FunctionalInterface
    interface ReadTimeout {
        void set(int millis) throws IOException;
    }

    private final InputStream in;
    private static final int TIMED_OUT = -2;

    private final String source;
    private final Deadline deadline;
    private final ReadTimeout readTimeout;
    private final long limit;
    private final long connectNanos;
    private long count;
    private IntConsumer listener = bytes -> {};

    AnswerStream(
            InputStream in, String source, Deadline deadline, ReadTimeout readTimeout, long limit, long connectNanos) {
        this.in = in;
        this.source = source;
        this.deadline = deadline;
        this.readTimeout = readTimeout;
        this.limit = limit;
        this.connectNanos = connectNanos;
    }

    private int readInTime(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (SocketTimeoutException e) {
            return TIMED_OUT;
        }
    }

    /** Where the bytes come from, for messages; without credentials. */
    public String source() {
        return source;
    }

    /** How long it took to connect, in nanoseconds. */
    public long connectNanos() {
        return connectNanos;
    }

    /** How many bytes were read so far. */
    public long count() {
        return count;
    }

    /** Notifies the listener of the number of bytes of each further read, before the bytes are returned. */
    public void onRead(IntConsumer other) {
        listener = other;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = TIMED_OUT;
        try {
            while (n == TIMED_OUT) {
                // Again after a time-out: the deadline may have been extended meanwhile.
                readTimeout.set(deadline.remainingMillis("reading from " + source));
                n = readInTime(buffer, offset, length);
            }
        } catch (HaproxyException e) {
            throw e;
        } catch (IOException e) {
            if (deadline.passed()) {
                throw deadline.timeout("reading from " + source);
            }
            throw new HaproxyException(
                    ErrorKind.TRUNCATED,
                    "reading from " + source + ": the connection broke after " + count + " bytes (" + e.getMessage()
                            + "); was HAProxy stopped or reloaded?",
                    e);
        }
        if (n > 0) {
            count += n;
            if (count > limit) {
                throw new HaproxyException(
                        ErrorKind.TOO_LARGE,
                        "reading from " + source + ": the answer is longer than " + limit
                                + " bytes; raise --haproxy.max-response-size if this HAProxy is that large");
            }
            listener.accept(n);
        }
        return n;
    }
}
