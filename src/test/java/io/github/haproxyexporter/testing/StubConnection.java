package io.github.haproxyexporter.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One accepted connection of a {@link StubSocket}. */
public final class StubConnection implements AutoCloseable {
    private final SocketChannel channel;
    private final CountDownLatch stubClosed;
    private final Consumer<String> recorder;

    StubConnection(SocketChannel channel, CountDownLatch stubClosed, Consumer<String> recorder) {
        this.channel = channel;
        this.stubClosed = stubClosed;
        this.recorder = recorder;
    }

    /** The next line without its end, recorded; empty when the peer sends no more. */
    public String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer octet = ByteBuffer.allocate(1);
        while (channel.read(octet.clear()) > 0 && octet.get(0) != '\n') {
            line.write(octet.get(0));
        }
        String text = line.toString(StandardCharsets.UTF_8);
        if (!text.isEmpty()) {
            recorder.accept(text);
        }
        return text;
    }

    /** Reads an HTTP request's lines up to the empty one, so that a close afterwards is no reset. */
    public void readRequest() throws IOException {
        String line = readLine();
        while (!line.isBlank()) {
            line = readLine();
        }
    }

    /** Sends all of the bytes; waits while the peer does not read. */
    public void send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Says nothing more until the stub closes; a peer that only ends its own side is left waiting too. */
    public void hang() {
        await(stubClosed, Duration.ofHours(1));
    }

    /** Does nothing for that long, or until the stub closes. */
    public void pause(Duration duration) {
        await(stubClosed, duration);
    }

    /** Waits until the test opens the latch, for half a minute at most. */
    public void await(CountDownLatch latch) {
        if (!await(latch, Duration.ofSeconds(30))) {
            throw new IllegalStateException("the test did not open the latch within 30 s");
        }
    }

    public boolean isOpen() {
        return channel.isOpen() && stubClosed.getCount() > 0;
    }

    /** Closes with a reset in place of an orderly end (TCP only). */
    public void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static boolean await(CountDownLatch latch, Duration duration) {
        try {
            return latch.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
