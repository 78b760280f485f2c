package io.github.haproxyexporter.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Reads one HTTP answer as cheaply as a client can, for it shares the processors with what is measured: bytes from the kernel
 * into one buffer that is used again, chunks told apart while they come, put together only after the clock has stopped.
 */
final class RawAnswer {

    private ByteBuffer bytes = ByteBuffer.allocateDirect(1 << 20);
    private int size;
    private int bodyAt;
    private int bodyEnd;
    private boolean chunked;
    private boolean gzip;

    /** Asks and reads the whole answer; the time it took, in nanoseconds. */
    long get(URI uri, String headers) {
        byte[] request = ("GET " + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                        + " HTTP/1.1\r\nHost: " + uri.getRawAuthority() + "\r\nConnection: close\r\n" + headers
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        bytes.clear();
        size = 0;
        bodyAt = 0;
        long start = System.nanoTime();
        try (SocketChannel channel = SocketChannel.open()) {
            channel.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
            channel.write(ByteBuffer.wrap(request));
            while (!isComplete()) {
                if (!bytes.hasRemaining()) {
                    grow();
                }
                if (channel.read(bytes) < 0) {
                    throw new IOException("the answer ended after " + size + " bytes");
                }
                size = bytes.position();
            }
            return System.nanoTime() - start;
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + uri + " failed: " + e.getMessage(), e);
        }
    }

    /** Length of the answer on the wire, with its head. */
    int wireBytes() {
        return size;
    }

    /** The body as it was meant: chunks put together, decompressed. */
    byte[] body() {
        byte[] body = chunked ? joined() : copy(bodyAt, bodyEnd);
        if (!gzip) {
            return body;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body), 1 << 16)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether all is there; remembers how far chunks were followed. */
    private boolean isComplete() throws IOException {
        if (bodyAt == 0 && !readHead()) {
            return false;
        }
        if (!chunked) {
            return size >= bodyEnd;
        }
        while (true) {
            int line = indexOf((byte) '\n', bodyEnd);
            if (line < 0) {
                return false;
            }
            int length = chunkLength(bodyEnd);
            int next = line + 1 + length + 2;
            if (length == 0) {
                return size >= next;
            }
            if (next > size) {
                return false;
            }
            bodyEnd = next;
        }
    }

    private boolean readHead() throws IOException {
        for (int i = 3; i < size; i++) {
            if (bytes.get(i) == '\n' && bytes.get(i - 1) == '\r' && bytes.get(i - 2) == '\n') {
                bodyAt = i + 1;
                break;
            }
        }
        if (bodyAt == 0) {
            return false;
        }
        String head = new String(copy(0, bodyAt), StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        if (!head.startsWith("http/1.1 200 ") && !head.startsWith("http/1.0 200 ")) {
            throw new IOException("not 200 but " + head.lines().findFirst().orElse(""));
        }
        gzip = head.contains("\r\ncontent-encoding: gzip");
        chunked = head.contains("\r\ntransfer-encoding: chunked");
        bodyEnd = chunked
                ? bodyAt
                : bodyAt + Integer.parseInt(head.replaceAll("(?s).*\r\ncontent-length: *(\\d+)\r\n.*", "$1"));
        return true;
    }

    private byte[] copy(int from, int to) {
        byte[] copy = new byte[to - from];
        bytes.get(from, copy);
        return copy;
    }

    private byte[] joined() {
        byte[] body = new byte[size - bodyAt];
        int length = 0;
        int at = bodyAt;
        for (int chunk = chunkLength(at); chunk > 0; chunk = chunkLength(at)) {
            int from = indexOf((byte) '\n', at) + 1;
            bytes.get(from, body, length, chunk);
            length += chunk;
            at = from + chunk + 2;
        }
        return Arrays.copyOf(body, length);
    }

    private int chunkLength(int at) {
        int length = 0;
        for (int i = at; Character.digit(bytes.get(i), 16) >= 0; i++) {
            length = length * 16 + Character.digit(bytes.get(i), 16);
        }
        return length;
    }

    private int indexOf(byte b, int from) {
        for (int i = from; i < size; i++) {
            if (bytes.get(i) == b) {
                return i;
            }
        }
        return -1;
    }

    private void grow() {
        ByteBuffer larger = ByteBuffer.allocateDirect(bytes.capacity() * 2);
        larger.put(bytes.flip());
        bytes = larger;
    }
}
