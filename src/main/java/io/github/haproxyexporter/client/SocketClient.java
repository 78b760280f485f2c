package io.github.haproxyexporter.client;

import io.github.haproxyexporter.client.HaproxyAddress.AbstractUnix;
import io.github.haproxyexporter.client.HaproxyAddress.Tcp;
import io.github.haproxyexporter.client.HaproxyAddress.Unix;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** Commands to a stats socket: unix, abstract unix or TCP. */
final class SocketClient implements HaproxyClient {

    private static final long RETRY_NANOS = 5_000_000;

    /** A read looks this often whether its thread was interrupted. */
    private static final int INTERRUPTIBLE_MILLIS = 200;

    /** Length of a name in Linux's abstract namespace with the zero before it (unix(7), {@code sun_path}). */
    private static final int ABSTRACT_LENGTH = 108;

    /** Gives the address to connect to; to look it up may fail like the connection. */
    @FunctionalInterface
    private interface AddressSource {
        SocketAddress get() throws IOException;
    }

    private final HaproxyAddress address;
    private final Options options;
    private final HostLookup lookup;

    SocketClient(HaproxyAddress address, Options options) {
        this(address, options, new HostLookup(address instanceof Tcp tcp ? tcp.host() : ""));
    }

    SocketClient(HaproxyAddress address, Options options, HostLookup lookup) {
        this.address = address;
        this.options = options;
        this.lookup = lookup;
    }

    @Override
    public HaproxyAddress address() {
        return address;
    }

    @Override
    public <T> T exchange(List<String> commands, Deadline deadline, AnswerReader<T> reader) throws HaproxyException {
        return ask(commands, deadline, false, reader);
    }

    @Override
    public <T> T follow(List<String> commands, Deadline deadline, AnswerReader<T> reader) throws HaproxyException {
        return ask(commands, deadline, true, reader);
    }

    private <T> T ask(List<String> commands, Deadline deadline, boolean endless, AnswerReader<T> reader)
            throws HaproxyException {
        long start = System.nanoTime();
        try (Socket socket = connect(deadline)) {
            long connected = System.nanoTime() - start;
            socket.getOutputStream().write((String.join(";", commands) + "\n").getBytes(StandardCharsets.UTF_8));
            return reader.read(new AnswerStream(
                    socket.getInputStream(),
                    address.toString(),
                    deadline,
                    endless ? millis -> waitInterruptibly(socket, millis) : socket::setSoTimeout,
                    endless ? Long.MAX_VALUE : options.maxResponseBytes(),
                    connected));
        } catch (HaproxyException e) {
            throw e;
        } catch (SocketTimeoutException e) {
            throw deadline.timeout("connecting to " + address);
        } catch (IOException e) {
            throw new HaproxyException(
                    ErrorKind.TRUNCATED,
                    "asking " + address + ": the connection broke (" + e.getMessage()
                            + "); was HAProxy stopped or reloaded?",
                    e);
        }
    }

    private void waitInterruptibly(Socket socket, int millis) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new HaproxyException(ErrorKind.TIMEOUT, "reading from " + address + ": interrupted");
        }
        socket.setSoTimeout(Math.min(millis, INTERRUPTIBLE_MILLIS));
    }

    /** HAProxy's {@code abns@} fills an abstract name up with zeros, which count; its {@code abnsz@} and others do not. */
    private Socket connect(Deadline deadline) throws IOException {
        if (address instanceof Tcp tcp) {
            return connect(tcp, deadline);
        }
        if (!(address instanceof AbstractUnix unix)) {
            return connect(this::socketAddress, deadline);
        }
        try {
            return connect(() -> filledUp(unix.name()), deadline);
        } catch (HaproxyException e) {
            if (e.kind() != ErrorKind.REFUSED) {
                throw e;
            }
            return connect(this::socketAddress, deadline);
        }
    }

    private static SocketAddress filledUp(String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= ABSTRACT_LENGTH) {
            return AFUNIXSocketAddress.inAbstractNamespace(name);
        }
        byte[] filled = new byte[ABSTRACT_LENGTH];
        System.arraycopy(bytes, 0, filled, 1, bytes.length);
        return AFUNIXSocketAddress.of(filled);
    }

    /** Tries each address of the host in turn; one that is silent leaves its share of the time to those behind it. */
    private Socket connect(Tcp tcp, Deadline deadline) throws IOException {
        String doing = "connecting to " + address;
        InetAddress[] found = lookup.addresses(deadline, doing);
        for (int i = 0; ; i++) {
            Socket socket = new Socket();
            try {
                int share = Math.max(1, deadline.remainingMillis(doing) / (found.length - i));
                socket.connect(new InetSocketAddress(found[i], tcp.port()), share);
                return socket;
            } catch (IOException e) {
                closeQuietly(socket, e);
                if (i == found.length - 1 || e instanceof HaproxyException) {
                    throw e instanceof SocketTimeoutException ? deadline.timeout(doing) : explained(e);
                }
            }
        }
    }

    private HaproxyException explained(IOException e) {
        return e instanceof HaproxyException known ? known : explain(e);
    }

    private Socket connect(AddressSource to, Deadline deadline) throws IOException {
        AFUNIXSocket socket = AFUNIXSocket.newInstance();
        try {
            connect(socket.getChannel(), to.get(), deadline);
            return socket;
        } catch (IOException e) {
            closeQuietly(socket, e);
            throw explained(e);
        }
    }

    /**
     * A stopped HAProxy's queue fills up, and then Linux lets a connect to a unix socket wait for ever, whatever time-out it
     * was given: so it must not wait, but be tried again. The channel says true only once it is connected.
     */
    private void connect(AFUNIXSocketChannel channel, SocketAddress to, Deadline deadline) throws IOException {
        channel.configureBlocking(false);
        while (!Thread.currentThread().isInterrupted()) {
            if (channel.connect(to)) {
                channel.configureBlocking(true);
                return;
            }
            deadline.remainingMillis("connecting to " + address);
            LockSupport.parkNanos(RETRY_NANOS);
        }
        throw new HaproxyException(ErrorKind.TIMEOUT, "connecting to " + address + ": interrupted");
    }

    private SocketAddress socketAddress() throws IOException {
        try {
            if (address instanceof Unix unix) {
                return AFUNIXSocketAddress.of(unix.path());
            }
            if (address instanceof AbstractUnix unix) {
                return AFUNIXSocketAddress.inAbstractNamespace(unix.name());
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        throw new IllegalStateException("no unix socket: " + address);
    }

    /** Gives a failed connect its kind. The libraries tell the cause in words only, so the file is asked as well. */
    private HaproxyException explain(IOException e) {
        String tried = "connecting to " + address + ": ";
        String said = String.valueOf(e.getMessage());
        if (address instanceof Unix unix && isMissing(e, said, unix)) {
            return new HaproxyException(
                    ErrorKind.NOT_FOUND,
                    tried
                            + "there is no such socket; is HAProxy running, and does its 'stats socket' line name this path?",
                    e);
        }
        if (said.contains("ermission denied") || said.contains("Operation not permitted")) {
            return new HaproxyException(
                    ErrorKind.PERMISSION_DENIED,
                    tried + "permission denied; run as a member of the socket's group, or set 'group' and 'mode 660' on"
                            + " HAProxy's 'stats socket' line",
                    e);
        }
        if (said.contains("Too many open files")) {
            return new HaproxyException(
                    ErrorKind.REFUSED,
                    tried + "this exporter's own file descriptors are used up; raise its limit (ulimit -n)",
                    e);
        }
        if (said.contains("too long") || said.contains("exceeds the maximum")) {
            return new HaproxyException(ErrorKind.NOT_FOUND, tried + "the path is too long for a unix socket", e);
        }
        return new HaproxyException(
                ErrorKind.REFUSED, tried + said + "; is HAProxy running, and is this its stats socket?", e);
    }

    private static boolean isMissing(IOException e, String said, Unix unix) {
        return e instanceof FileNotFoundException
                || e instanceof NoSuchFileException
                || said.contains("No such file")
                // A directory that may not be entered looks the same from here, but is a question of permission.
                || (Files.notExists(unix.path()) && !said.contains("ermission denied"));
    }

    private static void closeQuietly(Socket socket, Exception reason) {
        try {
            socket.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
