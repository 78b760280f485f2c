package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.stats.Cause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A connection to a server, bounded in time and in what it takes in. */
final class Connection implements AutoCloseable {
    /** HAProxy's own bound on an answer: tune.bufsize. */
    private static final int MOST_BYTES = 16_384;
    /** How long a late answer is awaited. */
    private static final long LATEST_MILLIS = 1_500;

    private Socket socket;
    private final Duration checkTimeout;
    private final long end;
    private boolean ended;

    private Connection(Socket socket, Duration checkTimeout) {
        this.socket = socket;
        this.checkTimeout = checkTimeout;
        this.end = System.nanoTime() + checkTimeout.toNanos();
    }

    /** The first address of a name. The system's resolver knows no deadline, so it is left behind when the time is over. */
    static InetAddress resolve(String host, Duration timeout) throws ProbeFailure {
        FutureTask<InetAddress> lookup = new FutureTask<>(() -> InetAddress.getByName(host));
        Thread resolver = new Thread(lookup, "resolve " + host);
        resolver.setDaemon(true);
        resolver.start();
        try {
            return lookup.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new ProbeFailure(Cause.DNS_FAILURE, "the name " + host + " has no address");
        } catch (TimeoutException e) {
            throw new ProbeFailure(
                    Cause.DNS_FAILURE,
                    "the resolver gave no address of " + host + " within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProbeFailure(Cause.UNKNOWN, "the check from here was interrupted");
        }
    }

    static Connection open(InetAddress address, ProbePlan plan) throws ProbeFailure {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, plan.port()), (int)
                    Math.max(1, plan.connectTimeout().toMillis()));
            return new Connection(socket, plan.checkTimeout());
        } catch (SocketTimeoutException e) {
            throw new ProbeFailure(
                    Cause.CONNECTION_TIMEOUT,
                    "no answer to the connection within "
                            + plan.connectTimeout().toMillis() + " ms");
        } catch (NoRouteToHostException e) {
            throw new ProbeFailure(Cause.HOST_UNREACHABLE, "no route to host");
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** The socket, for TLS to be laid over it. */
    Socket socket() {
        return socket;
    }

    void secure(Socket tls) {
        socket = tls;
    }

    void limitReads() throws IOException, ProbeFailure {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new ProbeFailure(Cause.CHECK_TIMEOUT, "no time left");
        }
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, millis));
    }

    /** Sends the PROXY header, if there is one to send. */
    void send(ProxyHeader header) throws ProbeFailure {
        if (header != ProxyHeader.NONE
                && socket.getLocalSocketAddress() instanceof InetSocketAddress from
                && socket.getRemoteSocketAddress() instanceof InetSocketAddress to) {
            send(header.bytes(from, to));
        }
    }

    void send(byte[] bytes) throws ProbeFailure {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Reads until there is enough, the server closes, or the check's time is over; what came so far counts in any case. */
    byte[] read(Predicate<byte[]> enough) throws ProbeFailure {
        return read(new byte[0], enough);
    }

    /** The same, where something has come before. */
    byte[] read(byte[] before, Predicate<byte[]> enough) throws ProbeFailure {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(before);
        byte[] buffer = new byte[4096];
        try {
            while (answer.size() < MOST_BYTES && !enough.test(answer.toByteArray())) {
                limitReads();
                int n = socket.getInputStream().read(buffer);
                if (n < 0) {
                    ended = true;
                    break;
                }
                answer.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException e) {
            return answer.toByteArray();
        } catch (IOException e) {
            if (answer.size() == 0) {
                throw failure(e);
            }
        } catch (ProbeFailure e) {
            return answer.toByteArray();
        }
        return answer.toByteArray();
    }

    /** How long after the connection an answer begins that did not come in time; empty when it does not come at all. */
    OptionalLong awaitLateAnswer() {
        try {
            long more = Math.min(LATEST_MILLIS, Math.max(1_000, checkTimeout.toMillis()));
            socket.setSoTimeout((int) more);
            return socket.getInputStream().read() < 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(checkTimeout.toMillis() + (System.nanoTime() - end) / 1_000_000);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether the server has closed the connection. */
    boolean ended() {
        return ended;
    }

    static ProbeFailure failure(IOException e) {
        String text = String.valueOf(e.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("refused")) {
            return new ProbeFailure(Cause.CONNECTION_REFUSED, "connection refused");
        }
        if (lower.contains("reset") || lower.contains("broken pipe") || lower.contains("aborted")) {
            return new ProbeFailure(Cause.CONNECTION_RESET, "the server reset the connection");
        }
        if (lower.contains("unreachable") || lower.contains("no route")) {
            return new ProbeFailure(Cause.HOST_UNREACHABLE, Texts.printable(lower));
        }
        return new ProbeFailure(Cause.UNKNOWN, Texts.printable(text));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The check is over, and what it found stands.
            ended = true;
        }
    }
}
