package io.github.haproxyexporter.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Finds the series that scrapes leave their traces in. One scrape after the other leaves the same trace each time: one connection, one task. Several at once,
 * with open connections beside them, leave another.
 */
final class ScrapeTraces {
    private static final int CONNECTIONS = 5;
    private static final int SCRAPES = 60;

    private final int port;

    /** For a HAProxy whose exporter answers at this port. */
    ScrapeTraces(int port) {
        this.port = port;
    }

    /** The series that differ between answers at rest and answers amid others; the argument gives the answer to a query. */
    Set<String> find(Function<String, Answer> scrape) {
        List<Answer> answers = new ArrayList<>();
        answers.add(scrape.apply("extra-counters"));
        answers.add(scrape.apply("scope=global"));
        ExecutorService executor = Executors.newFixedThreadPool(CONNECTIONS);
        List<Socket> connections = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket connection = new Socket(InetAddress.getLoopbackAddress(), port);
                connections.add(connection);
                // Half a request is a stream already.
                connection.getOutputStream().write("GET /metrics HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            List<Callable<Answer>> scrapes = new ArrayList<>();
            scrapes.add(() -> scrape.apply("extra-counters"));
            for (int i = 0; i < SCRAPES; i++) {
                scrapes.add(() -> scrape.apply("scope=global"));
            }
            for (Future<Answer> answer : executor.invokeAll(scrapes)) {
                answers.add(answer.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a scrape amid others failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            executor.shutdownNow();
            connections.forEach(ScrapeTraces::close);
        }
        return SideBySide.moving(answers);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
