package io.github.haproxyexporter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A scripted listener for what real programs cannot be made to do: the first connection plays the first script, and so on; the last script serves all
 * further ones. It listens on a unix socket, as a HAProxy that misbehaves, or on a TCP port, as an application server that does.
 */
public final class StubSocket implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final SocketAddress address;
    private final Optional<ScratchDirectory> directory;
    private final List<StubScript> scripts;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
    private final Set<StubConnection> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(StubSocket::daemon);
    private final AtomicInteger connections = new AtomicInteger();

    private StubSocket(
            ServerSocketChannel listener,
            SocketAddress address,
            Optional<ScratchDirectory> directory,
            List<StubScript> scripts) {
        if (scripts.isEmpty()) {
            throw new IllegalArgumentException("a stub needs at least one script");
        }
        this.listener = listener;
        this.address = address;
        this.directory = directory;
        this.scripts = scripts;
    }

    /** Listens on a unix socket in a directory of its own. */
    public static StubSocket unix(StubScript... scripts) {
        ScratchDirectory directory = ScratchDirectory.create();
        return listen(UnixDomainSocketAddress.of(directory.resolve("s")), Optional.of(directory), scripts);
    }

    /** Listens on a unix socket at that path, which must not exist; close deletes it. */
    public static StubSocket unixAt(Path path, StubScript... scripts) {
        return listen(UnixDomainSocketAddress.of(path), Optional.empty(), scripts);
    }

    /** Listens on a free loopback port. */
    public static StubSocket tcp(StubScript... scripts) {
        return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()), Optional.empty(), scripts);
    }

    /** The unix socket's path. */
    public Path path() {
        if (address instanceof UnixDomainSocketAddress unix) {
            return unix.getPath();
        }
        throw new IllegalStateException("a TCP stub has no path");
    }

    /** The TCP port. */
    public int port() {
        if (address instanceof InetSocketAddress tcp) {
            return tcp.getPort();
        }
        throw new IllegalStateException("a unix stub has no port");
    }

    /** The address as the exporters take it: {@code unix:…} or {@code tcp://…}. */
    public String uri() {
        return address instanceof UnixDomainSocketAddress ? "unix:" + path() : "tcp://127.0.0.1:" + port();
    }

    /** Every line received so far. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** How many connections were accepted so far. */
    public int connections() {
        return connections.get();
    }

    /**
     * Ends all connections and the listener.
     *
     * @throws IllegalStateException when a script failed otherwise than by its connection's end
     */
    @Override
    public void close() {
        closed.countDown();
        Optional<Path> file =
                address instanceof UnixDomainSocketAddress unix ? Optional.of(unix.getPath()) : Optional.empty();
        try {
            listener.close();
            for (StubConnection connection : open) {
                connection.close();
            }
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the stub", e);
        } finally {
            threads.shutdownNow();
            directory.ifPresent(ScratchDirectory::close);
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a stub's script failed", failures.get(0));
        }
    }

    private static StubSocket listen(
            SocketAddress address, Optional<ScratchDirectory> directory, StubScript... scripts) {
        try {
            ServerSocketChannel listener = address instanceof UnixDomainSocketAddress
                    ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    : ServerSocketChannel.open();
            listener.bind(address, 1024);
            StubSocket stub = new StubSocket(listener, address, directory, List.of(scripts));
            stub.threads.execute(stub::accept);
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address, e);
        }
    }

    private void accept() {
        try {
            while (listener.isOpen()) {
                SocketChannel channel = listener.accept();
                StubScript script = scripts.get(Math.min(connections.getAndIncrement(), scripts.size() - 1));
                StubConnection connection = new StubConnection(channel, closed, commands::add);
                open.add(connection);
                threads.execute(() -> play(script, connection));
            }
        } catch (IOException e) {
            // The listener was closed: the stub's ordinary end.
        }
    }

    private void play(StubScript script, StubConnection connection) {
        try (connection) {
            try {
                script.play(connection);
            } catch (RuntimeException e) {
                // Noted before the peer sees the end, and may ask.
                failures.add(e);
            }
        } catch (IOException e) {
            // The peer went away, or the stub was closed: what scripts are there to meet.
        } finally {
            open.remove(connection);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "stub");
        thread.setDaemon(true);
        return thread;
    }
}
