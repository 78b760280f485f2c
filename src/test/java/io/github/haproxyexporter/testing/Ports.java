package io.github.haproxyexporter.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Free TCP ports of the loopback address. None is given twice, nor to two JVMs of one test run: between its choice and its use
 * nothing else would take it, as two HAProxies can listen on one port without an error.
 */
public final class Ports {
    // Below the kernel's usual ephemeral range, so that no outgoing connection takes a port between its choice and its
    // use.
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 32_000;

    /** How many JVMs may share the range. */
    private static final int SLICES = 4;

    private static final int SLICE = (HIGHEST - LOWEST) / SLICES;

    /** From a place of its own each time, as another working copy may be tested too. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(SLICE));

    private Ports() {}

    /** A port that nothing listens on now. */
    public static int free() {
        return free(1).get(0);
    }

    /** That many different ports that nothing listens on now. */
    public static List<Integer> free(int count) {
        Set<Integer> found = new LinkedHashSet<>();
        for (int attempt = 0; found.size() < count; attempt++) {
            if (attempt > 1000 + 100 * count) {
                throw new IllegalStateException("no " + count + " free ports between " + LOWEST + " and " + HIGHEST);
            }
            int port = LOWEST + slice() * SLICE + NEXT.getAndIncrement() % SLICE;
            if (isFree(port)) {
                found.add(port);
            }
        }
        return new ArrayList<>(found);
    }

    /** Whether something accepts connections on that loopback port. */
    public static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Surefire numbers its JVMs from one; a JVM that something else started has the last slice. */
    private static int slice() {
        return (Integer.getInteger("fork.number", SLICES) - 1) % SLICES;
    }

    private static boolean isFree(int port) {
        // The wildcard address conflicts with a listener on any address.
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
