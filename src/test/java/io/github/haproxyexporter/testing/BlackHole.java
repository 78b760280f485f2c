package io.github.haproxyexporter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A port to which no connection ever comes about, as behind a firewall that drops: its queue of one is full and nobody accepts, so that the kernel ignores
 * every further SYN.
 */
public final class BlackHole implements AutoCloseable {
    /** In nanoseconds: on loopback a connection comes about at once or never. */
    private static final long PATIENCE = 200_000_000;

    private final ServerSocket listener;
    private final List<SocketChannel> fillers = new ArrayList<>();

    private BlackHole(ServerSocket listener) {
        this.listener = listener;
    }

    public static BlackHole open() {
        try {
            ServerSocket listener = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress());
            BlackHole hole = new BlackHole(listener);
            while (hole.fill()) {
                // As long as the queue takes one more.
            }
            return hole;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a black hole", e);
        }
    }

    /** Whether one more connection came about. */
    private boolean fill() throws IOException {
        SocketChannel filler = SocketChannel.open();
        fillers.add(filler);
        filler.configureBlocking(false);
        filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        long end = System.nanoTime() + PATIENCE;
        while (!filler.finishConnect()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        try {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the black hole", e);
        }
    }
}
