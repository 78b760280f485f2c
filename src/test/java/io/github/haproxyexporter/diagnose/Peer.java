package io.github.haproxyexporter.diagnose;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server on loopback that fails in a certain way, over and over. */
final class Peer implements AutoCloseable {

    /** What it does with one connection, which is closed afterwards. */
    @FunctionalInterface
    interface Behaviour {
        void serve(Socket connection, CountDownLatch closing) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private Peer(ServerSocket listener, Behaviour behaviour) {
        this.listener = listener;
        Thread acceptor = new Thread(() -> accept(behaviour), "peer " + listener.getLocalPort());
        acceptor.setDaemon(true);
        acceptor.start();
    }

    static Peer doing(Behaviour behaviour) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return new Peer(listener, behaviour);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves over TLS with the key in a PKCS #12 file. */
    static Peer tls(Path keyStore, Behaviour behaviour) {
        try (InputStream in = Files.newInputStream(keyStore)) {
            char[] password = "changeit".toCharArray();
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return new Peer(
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                    behaviour);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot serve TLS with " + keyStore, e);
        }
    }

    /** Answers each request with this status line and these further lines. */
    static Behaviour http(String status, String... headersAndBody) {
        return (connection, closing) -> {
            readHead(connection);
            send(connection, "HTTP/1.0 " + status + "\r\n" + String.join("\r\n", headersAndBody));
        };
    }

    /** Answers 200 to requests with a certain line in their head, and another status to all others. */
    static Behaviour httpWanting(String headerLine, String otherwise) {
        return (connection, closing) -> {
            boolean there = readHead(connection).toLowerCase(Locale.ROOT).contains("\r\n" + headerLine + "\r\n");
            send(connection, "HTTP/1.0 " + (there ? "200 OK" : otherwise) + "\r\nContent-Length: 0\r\n\r\n");
        };
    }

    /** Speaks first. */
    static Behaviour greeting(String text) {
        return (connection, closing) -> {
            send(connection, text);
            readHead(connection);
        };
    }

    /** Takes the request and never answers. */
    static Behaviour silent() {
        return (connection, closing) -> closing.await();
    }

    /** Takes the request and closes without a word. */
    static Behaviour empty() {
        return (connection, closing) -> readHead(connection);
    }

    /** Takes the request and resets the connection. */
    static Behaviour reset() {
        return (connection, closing) -> {
            readHead(connection);
            connection.setSoLinger(true, 0);
        };
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            listener.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(Behaviour behaviour) {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                connections.add(connection);
                Thread thread = new Thread(() -> serve(behaviour, connection));
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Behaviour behaviour, Socket connection) {
        try (connection) {
            behaviour.serve(connection, closing);
        } catch (IOException e) {
            // A check that gives up closes its end; the next one comes on a new connection.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    static String readHead(Socket connection) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        StringBuilder head = new StringBuilder();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            head.append(line).append("\r\n");
        }
        return head.toString();
    }

    static void send(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        connection.getOutputStream().flush();
    }
}
