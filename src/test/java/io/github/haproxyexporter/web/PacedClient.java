package io.github.haproxyexporter.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A client who reads its answer at a pace of its own, in a thread of its own. */
final class PacedClient implements AutoCloseable {

    private final Socket socket = new Socket();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int status;

    private PacedClient() {}

    /** @param bytesPerSecond how fast it reads; 0 for one who never reads */
    static PacedClient start(String url, int bytesPerSecond, boolean gzip) {
        PacedClient client = new PacedClient();
        URI uri = URI.create(url);
        String request = "GET " + uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + (gzip ? "Accept-Encoding: gzip\r\n" : "") + "\r\n";
        Thread thread = new Thread(
                () -> client.run(new InetSocketAddress(uri.getHost(), uri.getPort()), request, bytesPerSecond),
                "paced-client");
        thread.setDaemon(true);
        thread.start();
        return client;
    }

    /** The answer's status, 0 before it came. */
    int status() {
        return status;
    }

    /** Whether the answer came to its end, one way or the other. */
    boolean isDone() {
        return done.getCount() == 0;
    }

    private void run(InetSocketAddress address, String request, int bytesPerSecond) {
        try (socket) {
            socket.setReceiveBufferSize(1 << 16);
            socket.connect(address, 30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (bytesPerSecond == 0) {
                closed.await();
                return;
            }
            read(socket.getInputStream(), bytesPerSecond);
        } catch (IOException e) {
            // Closed by either side.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.countDown();
        }
    }

    private void read(InputStream in, int bytesPerSecond) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 15];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (status == 0 && n > 12) {
                status = Integer.parseInt(new String(buffer, 9, 3, StandardCharsets.US_ASCII));
            }
            if (bytesPerSecond < Integer.MAX_VALUE) {
                closed.await(n * 1_000_000L / bytesPerSecond, TimeUnit.MICROSECONDS);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone then, too.
        }
    }
}
