package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.http.RawConnection;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.Pki;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients who are slow or silent, against the packaged program: they get their time and no more, and nobody else waits. */
class SlowClientsIT {
    private static final String UNFINISHED = "GET /metrics HTTP/1.1\r\nHost: a\r\nX-Slow: ";
    private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(10);

    private static HaproxyProcess haproxy;
    private static Pki pki;

    private final List<RawConnection> clients = new ArrayList<>();

    @BeforeAll
    static void start() {
        haproxy = BigHaproxy.start();
        pki = new Pki().selfSigned("server", "DNS:localhost,IP:127.0.0.1");
        pki.write("web.yml", "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n");
    }

    @AfterAll
    static void stop() {
        haproxy.close();
        pki.close();
    }

    @AfterEach
    void disconnect() {
        clients.forEach(RawConnection::close);
    }

    @Test
    void scrape_during300UnfinishedRequestsAnd50NonReaders_getsThrough() {
        try (ExporterProcess exporter = exporter()) {
            exporter.families();
            many(exporter, 300, UNFINISHED);
            many(exporter, 50, SCRAPE);

            for (int i = 0; i < 3; i++) {
                long start = System.nanoTime();
                Map<String, Family> families = exporter.families();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SCRAPE_TIMEOUT);
                assertThat(families.get("haproxy_server_up").samples()).hasSize(BigHaproxy.SERVERS);
            }
        }
    }

    @Test
    void scrape_during300UnfinishedRequestsAnd50NonReadersByTls_getsThrough() {
        try (ExporterProcess exporter = ExporterProcess.builder()
                .secured(true)
                .flags("--haproxy.scrape-uri=" + haproxy.scrapeUri(), "--web.config.file=" + pki.file("web.yml"))
                .flags("--web.read-timeout=1m", "--web.write-timeout=1m")
                .start()) {
            many(exporter, 300, UNFINISHED);
            many(exporter, 50, SCRAPE);

            for (int i = 0; i < 3; i++) {
                RawConnection scrape = to(exporter);
                long start = System.nanoTime();
                scrape.send("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                String answer = scrape.readToEnd();
                int body = answer.length() - answer.indexOf("\r\n\r\n") - 4;
                assertThat(answer).contains("\r\nContent-length: " + body + "\r\n");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SCRAPE_TIMEOUT);
            }
        }
    }

    @Test
    void unfinishedRequest_isClosedAfterTheReadTimeout() {
        try (ExporterProcess exporter = exporter("--web.read-timeout=1s")) {
            RawConnection halfHeader = to(exporter).send(UNFINISHED);
            RawConnection halfBody =
                    to(exporter).send("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12345");

            assertThat(halfHeader.isClosedWithin(Duration.ofSeconds(30))).isTrue();
            assertThat(halfBody.isClosedWithin(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void requestByteByByte_isOverAfterTheReadTimeoutToo() {
        try (ExporterProcess exporter = exporter("--web.read-timeout=1s")) {
            RawConnection trickle = to(exporter).send("GET /metrics HTTP/1.1\r\n");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        trickle.send("a");
                        return trickle.isClosedWithin(Duration.ofMillis(1));
                    });
        }
    }

    @Test
    void answerThatNobodyReads_isCutAfterTheWriteTimeout() {
        try (ExporterProcess exporter = exporter("--haproxy.timeout=5s", "--web.write-timeout=6s")) {
            assertThat(exporter.families()).containsKey("haproxy_server_up");
            long before = quietDescriptors(exporter);
            many(exporter, 5, SCRAPE);
            awaitDescriptors(exporter, now -> now >= before + 5);

            awaitDescriptors(exporter, now -> now == before);

            String read = clients.get(0).readToEnd();
            assertThat(read).as("what was cut never looks whole").doesNotEndWith("\r\n0\r\n\r\n");
        }
    }

    @Test
    void answersThatNobodyReads_areCutByTls_andOthersServed() {
        try (ExporterProcess exporter = securedWithShortTimeouts()) {
            ask(exporter);
            long before = quietDescriptors(exporter);
            many(exporter, 5, SCRAPE);
            awaitDescriptors(exporter, now -> now >= before + 5);

            awaitDescriptors(exporter, now -> now == before);

            assertThat(ask(exporter)).as("the server still answers").containsExactly(200);
        }
    }

    @Test
    void pipelinedRequestsWhoseAnswersNobodyReads_stopNobodyElseByTls() {
        try (ExporterProcess exporter = securedWithShortTimeouts()) {
            ask(exporter);
            long before = quietDescriptors(exporter);
            String healthy = "GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n";
            // Answers of different total length, so that some connection ends with its buffers all but full.
            for (int i = 0; i < 40; i++) {
                to(exporter)
                        .send(healthy.repeat(20 * i) + healthy.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            }

            awaitDescriptors(exporter, now -> now == before);

            assertThat(ask(exporter)).containsExactly(200);
        }
    }

    @Test
    void slowReadersBeyondTheLimit_areCutLongBeforeTheWriteTimeout() {
        try (ExporterProcess exporter = exporter("--web.max-slow-readers=2", "--web.write-timeout=5m")) {
            exporter.families();
            long before = quietDescriptors(exporter);
            many(exporter, 10, SCRAPE);

            Awaitility.await("two slow readers and no more")
                    .during(Duration.ofSeconds(2))
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> descriptors(exporter), now -> now == before + 2);

            assertThat(exporter.families()).containsKey("haproxy_server_up");
        }
    }

    @Test
    void newcomers_thatSendNothing_areClosedAfterTheReadTimeoutAndNotTheIdleOne() {
        try (ExporterProcess exporter = exporter("--web.read-timeout=1s", "--web.idle-timeout=10m")) {
            assertThat(to(exporter).isClosedWithin(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void idleConnections_areClosedAfterTheIdleTimeout() {
        try (ExporterProcess exporter = exporter("--web.idle-timeout=1s")) {
            RawConnection silent = to(exporter);
            RawConnection kept = to(exporter).send("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(silent.isClosedWithin(Duration.ofSeconds(30))).isTrue();
            assertThat(kept.statuses()).containsExactly(200);
        }
    }

    @Test
    void connectionsBeyondTheLimit_areClosedAtOnce() {
        try (ExporterProcess exporter = exporter("--web.max-connections=20")) {
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(exporter.scrape("/-/healthy").status()).isEqualTo(200));
            many(exporter, 20, UNFINISHED);

            assertThat(to(exporter)
                            .send("GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n")
                            .statuses())
                    .isEmpty();
            clients.forEach(RawConnection::close);

            Awaitility.await()
                    .untilAsserted(() -> assertThat(HttpAnswer.answers(exporter.url("/-/healthy"), 200))
                            .isTrue());
        }
    }

    @Test
    void tenThousandReconnects_leaveNothingBehind() {
        try (ExporterProcess exporter = exporter()) {
            exporter.families();
            long before = quietDescriptors(exporter);
            for (int i = 0; i < 10_000; i++) {
                try (RawConnection quick = RawConnection.to(exporter.url("/"))) {
                    if (i % 3 == 0) {
                        quick.send("GET /metrics HTTP/1.1\r\n");
                    }
                }
                if (i % 2500 == 0) {
                    long start = System.nanoTime();
                    assertThat(exporter.families()).containsKey("haproxy_server_up");
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SCRAPE_TIMEOUT);
                }
            }

            awaitDescriptors(exporter, now -> now == before);
            assertThat(ExpositionParser.text(exporter.scrape("/metrics").body()))
                    .containsKey("haproxy_up");
        }
    }

    private static ExporterProcess exporter(String... flags) {
        return ExporterProcess.builder()
                .flags("--haproxy.scrape-uri=" + haproxy.scrapeUri())
                .flags(flags)
                .start();
    }

    private List<Integer> ask(ExporterProcess exporter) {
        return to(exporter)
                .send("GET /-/healthy HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .statuses();
    }

    private RawConnection to(ExporterProcess exporter) {
        RawConnection client = RawConnection.to(exporter.url("/"));
        clients.add(client);
        return client;
    }

    private void many(ExporterProcess exporter, int count, String request) {
        for (int i = 0; i < count; i++) {
            to(exporter).send(request);
        }
    }

    /** Connections to clients that the process has open, by its descriptors. */
    private static long descriptors(ExporterProcess exporter) {
        Path folder = Path.of("/proc/" + exporter.process().pid() + "/fd");
        try (Stream<Path> open = Files.list(folder)) {
            return open.filter(SlowClientsIT::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            // Closed between the listing and the look at it.
            return false;
        }
    }

    /** The same number at three looks: the connection of a scrape is still open for a moment after it. */
    private static long quietDescriptors(ExporterProcess exporter) {
        List<Long> looks = new ArrayList<>();
        Awaitility.await("an unchanged number of sockets")
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    looks.add(descriptors(exporter));
                    return looks.size() >= 3
                            && looks.subList(looks.size() - 3, looks.size()).stream()
                                            .distinct()
                                            .count()
                                    == 1;
                });
        return looks.get(looks.size() - 1);
    }

    private static void awaitDescriptors(ExporterProcess exporter, LongPredicate expected) {
        Awaitility.await("sockets of the exporter")
                .atMost(Duration.ofMinutes(1))
                .until(() -> descriptors(exporter), expected::test);
    }

    private static ExporterProcess securedWithShortTimeouts() {
        return ExporterProcess.builder()
                .secured(true)
                .flags("--haproxy.scrape-uri=" + haproxy.scrapeUri(), "--web.config.file=" + pki.file("web.yml"))
                .flags("--haproxy.timeout=5s", "--web.write-timeout=6s", "--web.idle-timeout=1s")
                .start();
    }
}
