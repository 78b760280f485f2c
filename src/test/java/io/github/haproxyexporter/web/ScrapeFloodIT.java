package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import io.github.haproxyexporter.testing.WideDump;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strangers who ask for much at once, against the packaged program as it is started, with 10,000 busy servers. */
class ScrapeFloodIT {
    private static final int SERVERS = 10_000;
    private static final int SILENT = 0;
    private static final int SLOW = 200_000;
    private static final int STEADY = 2_000_000;
    private static final int FAST = Integer.MAX_VALUE;

    private final AtomicInteger answering = new AtomicInteger();
    private final AtomicInteger mostDumps = new AtomicInteger();
    private final StubSocket haproxy =
            StubSocket.unix(counted(Dump.of(WideDump.stat(SERVERS)).script()));
    private final List<PacedClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(PacedClient::close);
        haproxy.close();
    }

    /** Families that do not exist: 60 spellings of one selection. */
    @Test
    void sixtySpellingsOfEverything_areOneDump() {
        try (ExporterProcess exporter = exporter()) {
            for (int i = 0; i < 60; i++) {
                client(exporter, "/metrics?metrics=-a" + i, FAST, false);
            }

            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> clients.stream().allMatch(PacedClient::isDone));
            assertThat(clients).allSatisfy(client -> assertThat(client.status()).isEqualTo(200));
            assertThat(exporter.process().isAlive()).as(exporter.log()).isTrue();
            assertThat(mostDumps).hasValue(1);
        }
    }

    @Test
    void hundredsOfSelectionsAndReadersOfAllSpeeds_leaveThePlainScrapeItsTimeAndMemory() {
        try (ExporterProcess exporter = exporter()) {
            for (int i = 0; i < 15; i++) {
                scrape(exporter, i % 2 == 0);
            }
            long alone = peakBytes(exporter);
            int[] speeds = {SILENT, SLOW, STEADY, FAST};
            for (int i = 0; i < 300; i++) {
                String path = i % 4 == 3
                        ? "/metrics"
                        : "/metrics?metrics=-haproxy_server_a" + i + (i % 4 == 2 ? "&scope=server" : "");
                client(exporter, path, speeds[i / 4 % speeds.length], i % 3 == 0);
                if (i % 30 == 0) {
                    scrape(exporter, i % 60 == 0);
                }
            }
            for (int i = 0; i < 10; i++) {
                scrape(exporter, i % 2 == 0);
            }

            assertThat(exporter.process().isAlive()).as(exporter.log()).isTrue();
            assertThat(mostDumps).hasValue(2);
            assertThat(peakBytes(exporter)).isLessThan(alone * 3 / 2);
        }
    }

    /** As honest as they look: plain requests, read at a pace that no time-out minds. */
    @Test
    void plainReadersAtTwoMegabytesASecond_doNotEndIt() {
        try (ExporterProcess exporter = exporter()) {
            scrape(exporter, false);
            for (int i = 0; i < 40; i++) {
                client(exporter, "/metrics", i % 3 == 0 ? SILENT : STEADY, i % 4 == 0);
                scrape(exporter, i % 2 == 0);
            }

            assertThat(exporter.process().isAlive()).as(exporter.log()).isTrue();
        }
    }

    private ExporterProcess exporter() {
        return ExporterProcess.builder()
                .launcher()
                .environment("HAPROXY_EXPORTER_JAR", ExporterProcess.jar().toString())
                .environment("HAPROXY_EXPORTER_CDS", "off")
                .flags("--haproxy.scrape-uri=" + haproxy.uri(), "--haproxy.timeout=20s")
                .start();
    }

    private void client(ExporterProcess exporter, String path, int bytesPerSecond, boolean gzip) {
        clients.add(PacedClient.start(exporter.url(path), bytesPerSecond, gzip));
    }

    private static void scrape(ExporterProcess exporter, boolean gzip) {
        HttpAnswer answer = exporter.scrape(
                "/metrics", "X-Prometheus-Scrape-Timeout-Seconds", "5", "Accept-Encoding", gzip ? "gzip" : "identity");
        assertThat(answer.status())
                .as(answer.status() == 200 ? "" : answer.text())
                .isEqualTo(200);
        assertThat((gzip ? unzipped(answer.body()) : answer.text()).contains("haproxy_up 1\n"))
                .as("haproxy_up 1")
                .isTrue();
    }

    private static String unzipped(byte[] body) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts who is being answered at once. A connection that the exporter has closed is over a moment later here. */
    private StubScript counted(StubScript script) {
        return connection -> {
            answering.incrementAndGet();
            for (int i = 0; i < 10 && answering.get() > 2; i++) {
                connection.pause(Duration.ofMillis(30));
            }
            mostDumps.accumulateAndGet(answering.get(), Math::max);
            try {
                script.play(connection);
            } finally {
                answering.decrementAndGet();
            }
        };
    }

    /** The most memory that the process has had resident. */
    private static long peakBytes(ExporterProcess exporter) {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc/" + exporter.process().pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
