package io.github.haproxyexporter.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A server on loopback that says the same to everybody, and keeps what it heard in each conversation. */
public final class Recorder implements AutoCloseable {
    private final ServerSocket listener;
    private final byte[] greeting;
    private final List<byte[]> answers;
    private final List<List<String>> conversations = new CopyOnWriteArrayList<>();

    private final AtomicInteger ended = new AtomicInteger();

    private Recorder(ServerSocket listener, byte[] greeting, List<byte[]> answers) {
        this.listener = listener;
        this.greeting = greeting;
        this.answers = answers;
        daemon(this::accept);
    }

    public static Recorder start(byte[] greeting, List<byte[]> answers) {
        try {
            return new Recorder(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), greeting, answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What was heard in the conversations since the start, or since {@link #forget()}, and are over, each different one once. */
    public Set<String> conversations() {
        return conversations.stream().map(heard -> String.join("", heard)).collect(Collectors.toSet());
    }

    /** How many conversations are over since the start, with those in which nothing was said. */
    public int ended() {
        return ended.get();
    }

    public void forget() {
        conversations.clear();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                daemon(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (connection) {
            connection.getOutputStream().write(greeting);
            byte[] buffer = new byte[4096];
            int answered = 0;
            for (int n = connection.getInputStream().read(buffer);
                    n > 0;
                    n = connection.getInputStream().read(buffer)) {
                heard.add(withoutWhatChanges(new String(buffer, 0, n, StandardCharsets.ISO_8859_1)));
                if (answered < answers.size()) {
                    connection.getOutputStream().write(answers.get(answered++));
                }
            }
        } catch (SocketException e) {
            // A check ends its connections by a reset.
            heard.remove("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            // Not before its end: half a conversation is none that a check has.
            if (!heard.isEmpty()) {
                conversations.add(heard);
            }
            ended.incrementAndGet();
        }
    }

    /** The port of a PROXY line and the time of a TLS hello are of the moment. */
    private static String withoutWhatChanges(String text) {
        String stable = text.replaceFirst("(PROXY TCP4 \\S+ \\S+) \\d+ \\d+", "$1 PORT PORT");
        return stable.startsWith("\u0016\u0003\0") ? stable.substring(0, 11) + "TIME" + stable.substring(15) : stable;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "recorder");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
