package io.github.haproxyexporter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What real HAProxies do to a scrape when they are killed, held, reloaded and restarted. */
class HaproxyFaultsIT {
    private static final String CONFIG = """
            global
                maxconn {{maxconn}}

            """ + Dumps.SHOP;

    @Test
    void killedInTheMiddleOfADump_isTruncatedAndThenWhole() {
        try (HaproxyProcess haproxy = haproxy(4000).start();
                StubSocket relay = StubSocket.unix(killingAfter(haproxy, 100_000), relaying(haproxy));
                ExporterProcess exporter =
                        ExporterProcess.start("--haproxy.scrape-uri=" + relay.uri(), "--haproxy.timeout=20s")) {
            Map<String, Family> cut = exporter.families();
            haproxy.restart();
            Map<String, Family> whole = exporter.families();

            assertThat(cut.get("haproxy_up").value()).isZero();
            assertThat(cut).doesNotContainKey("haproxy_server_up");
            assertThat(cut.get("haproxy_exporter_scrape_errors_total").value("kind", "truncated"))
                    .isEqualTo(1);
            assertWhole(whole, 4000);
        }
    }

    /** A held HAProxy still has its queue, which fills up with scrapes that were given up. */
    @Test
    void heldBySignal_isATimeoutHoweverManyAsk_andThenWhole() {
        ExecutorService threads = Executors.newFixedThreadPool(30);
        try (HaproxyProcess haproxy = haproxy(5).start();
                ExporterProcess exporter =
                        ExporterProcess.start("--haproxy.scrape-uri=" + haproxy.scrapeUri(), "--haproxy.timeout=5s")) {
            assertWhole(exporter.families(), 5);
            haproxy.pause();
            List<CompletableFuture<Map<String, Family>>> scrapes = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < 30; i++) {
                // Selections that mean the same share a dump: the families do not exist.
                String path = "/metrics?metrics=-m" + i;
                scrapes.add(CompletableFuture.supplyAsync(
                        () -> ExpositionParser.text(exporter.scrape(path).body()), threads));
            }
            for (CompletableFuture<Map<String, Family>> scrape : scrapes) {
                assertThat(scrape.join().get("haproxy_up").value()).isZero();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(exporter.families()
                            .get("haproxy_exporter_scrape_errors_total")
                            .value("kind", "timeout"))
                    .isEqualTo(2);

            haproxy.resume();

            assertWhole(exporter.families(), 5);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Each configuration has its own number of servers and connections: an answer of two processes would show. */
    @Test
    void reloadedAHundredTimesUnderLoad_eachAnswerIsWholeAndOfOneProcess() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answers = new AtomicInteger();
        try (HaproxyProcess haproxy = haproxy(100).start();
                ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + haproxy.scrapeUri())) {
            List<CompletableFuture<Void>> load = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                // The third asks for less, so that it has dumps of its own.
                String path = i < 2 ? "/metrics" : "/metrics?scope=global&scope=server";
                load.add(CompletableFuture.runAsync(
                        () -> {
                            while (!over.get()) {
                                Map<String, Family> families = ExpositionParser.text(
                                        exporter.scrape(path).body());
                                int servers = (int) families.get("haproxy_process_max_connections")
                                                .value()
                                        - 1000;
                                assertWhole(families, servers);
                                answers.incrementAndGet();
                            }
                        },
                        threads));
            }
            for (int reload = 1; reload <= 100; reload++) {
                int servers = 100 + reload % 7;
                haproxy.reload(config(servers));
                assertThat(load).noneMatch(CompletableFuture::isCompletedExceptionally);
            }
            over.set(true);
            load.forEach(CompletableFuture::join);
            assertWhole(exporter.families(), 100 + 100 % 7);
            assertThat(answers.get()).isGreaterThan(100);
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void restartedAfterACrash_isRefusedAndThenWhole() {
        try (HaproxyProcess haproxy = haproxy(3).start();
                ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + haproxy.scrapeUri())) {
            haproxy.kill();
            Map<String, Family> down = exporter.families();
            haproxy.restart();

            assertThat(down.get("haproxy_up").value()).isZero();
            assertThat(down.get("haproxy_exporter_scrape_errors_total").value("kind", "refused"))
                    .isEqualTo(1);
            assertWhole(exporter.families(), 3);
        }
    }

    private static void assertWhole(Map<String, Family> families, int servers) {
        assertThat(families.get("haproxy_up").value()).isEqualTo(1);
        assertThat(families.get("haproxy_server_up").samples()).hasSize(servers);
        assertThat(families.get("haproxy_server_weight").samples()).hasSize(servers);
        assertThat(families.get("haproxy_process_max_connections").value()).isEqualTo(1000 + servers);
    }

    private static HaproxyProcess.Builder haproxy(int servers) {
        return HaproxyProcess.builder().config(config(servers));
    }

    private static String config(int servers) {
        StringBuilder config = new StringBuilder(CONFIG.replace("{{maxconn}}", Integer.toString(1000 + servers)));
        for (int i = 0; i < servers; i++) {
            config.append("    server s").append(i).append(" 127.0.0.1:1\n");
        }
        return config.toString();
    }

    /** Stands between, so that HAProxy can be killed at a place of its answer. */
    private static StubScript relaying(HaproxyProcess haproxy) {
        return killingAfter(haproxy, Integer.MAX_VALUE);
    }

    private static StubScript killingAfter(HaproxyProcess haproxy, int bytes) {
        return connection -> {
            String line = connection.readLine() + "\n";
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(haproxy.socketPath()))) {
                channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
                ByteBuffer buffer = ByteBuffer.allocate(4096);
                boolean alive = true;
                int passed = 0;
                while (channel.read(buffer.clear()) >= 0) {
                    connection.send(Arrays.copyOf(buffer.array(), buffer.position()));
                    passed += buffer.position();
                    if (alive && passed > bytes) {
                        haproxy.kill();
                        alive = false;
                    }
                }
            } catch (IOException e) {
                // A killed peer's connection is reset; the relay then ends as it did.
                connection.close();
            }
        };
    }
}
