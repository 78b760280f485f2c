package io.github.haproxyexporter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A port to which no connection ever comes about, as behind a firewall that drops: its queue of one is full and nobody accepts, so that the kernel ignores
 * every further SYN.
 */
public final class BlackHole implements AutoCloseable {
    private static final int MORE_THAN_THE_QUEUE = 4;

    private final ServerSocket listener;
    private final List<SocketChannel> fillers = new ArrayList<>();

    private BlackHole(ServerSocket listener) {
        this.listener = listener;
    }

    public static BlackHole open() {
        try {
            ServerSocket listener = new ServerSocket(Ports.free(), 1, InetAddress.getLoopbackAddress());
            BlackHole hole = new BlackHole(listener);
            for (int i = 0; i < MORE_THAN_THE_QUEUE; i++) {
                SocketChannel filler = SocketChannel.open();
                filler.configureBlocking(false);
                filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
                hole.fillers.add(filler);
            }
            return hole;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a black hole", e);
        }
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
