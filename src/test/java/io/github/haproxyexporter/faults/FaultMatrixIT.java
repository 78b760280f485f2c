package io.github.haproxyexporter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.ScratchDirectory;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One daemon, started as it is shipped, behind whose socket's path one fault after the other sits. Each must give its answer in time, and the next good
 * scrape, from a socket file that was replaced meanwhile, must be whole.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FaultMatrixIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(25);

    /** What Prometheus would say to leave a second, less the margin that is kept for sending the answer. */
    private static final String SHORT = "3.25";

    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(3);

    /** For a machine that does other things too; less than a second time-out. */
    private static final Duration MARGIN = Duration.ofMillis(2900);

    private ScratchDirectory directory;
    private Path socket;
    private ExporterProcess exporter;
    private Map<ErrorKind, Double> lastErrors = Map.of();

    @BeforeAll
    void start() {
        directory = ScratchDirectory.create();
        socket = directory.resolve("s");
        exporter = ExporterProcess.builder()
                .launcher()
                .environment("HAPROXY_EXPORTER_CDS", "off")
                .flags(
                        "--haproxy.scrape-uri=unix:" + socket,
                        "--haproxy.timeout=" + TIMEOUT.toSeconds() + "s",
                        "--web.write-timeout=40s",
                        "--haproxy.max-response-size=16MiB")
                .start();
        // The first scrape loads classes, which has nothing to do with a fault.
        awaitWhole();
    }

    @AfterAll
    void stop() {
        exporter.close();
        directory.close();
    }

    @AfterEach
    void nextGoodScrape_fromAReplacedSocket_isWhole() {
        awaitWhole();
    }

    static List<Fault> failing() {
        return Fault.failing();
    }

    @ParameterizedTest
    @MethodSource("failing")
    void fault_servesNothingOfHaproxyAndNamesTheKind(Fault fault) {
        try (StubSocket stub = StubSocket.unixAt(socket, fault.script())) {
            assertFails(fault.kind().orElseThrow());
            assertThat(stub.connections()).isPositive();
        }
    }

    @Test
    void missingSocket_isNotFound() {
        assertFails(ErrorKind.NOT_FOUND);
    }

    @Test
    void socketWithoutListener_isRefused() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        listener.close();
        try {
            assertFails(ErrorKind.REFUSED);
        } finally {
            Files.delete(socket);
        }
    }

    /** Linux lets a connect to a unix socket whose queue is full wait for ever. */
    @Test
    void listenerThatNeverAccepts_withAFullQueue_isATimeout() throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket), 1);
            fill(waiting);
            assertFails(ErrorKind.TIMEOUT);
            assertFails(ErrorKind.TIMEOUT);
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
            Files.delete(socket);
        }
    }

    /** All share one dump, so all have its error and none waits for a second. */
    @Test
    void fortyScrapesOfAHangingSocket_allEndWithOneTimeout() {
        ExecutorService threads = Executors.newFixedThreadPool(40);
        try (StubSocket stub = StubSocket.unixAt(socket, StubScript.hanging())) {
            long start = System.nanoTime();
            List<CompletableFuture<Double>> scrapes = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                scrapes.add(CompletableFuture.supplyAsync(() -> up(shortScrape()), threads));
            }
            assertThat(scrapes.stream().map(CompletableFuture::join)).containsOnly(0.0);
            assertInTime(start, SHORT_TIMEOUT.plus(MARGIN));
            assertThat(stub.connections()).isLessThanOrEqualTo(2);
        } finally {
            threads.shutdownNow();
        }
    }

    private void fill(List<SocketChannel> waiting) throws IOException {
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            waiting.add(channel);
            channel.configureBlocking(false);
            try {
                if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                    return;
                }
            } catch (IOException e) {
                // "Resource temporarily unavailable": the queue is full.
                return;
            }
        }
    }

    private void assertFails(ErrorKind kind) {
        double before = errors(kind);
        long start = System.nanoTime();
        boolean isShort = kind == ErrorKind.TIMEOUT;
        Map<String, Family> families = isShort ? shortScrape() : exporter.families();
        assertInTime(start, (isShort ? SHORT_TIMEOUT : TIMEOUT).plus(MARGIN));
        assertThat(up(families)).isZero();
        assertThat(families.keySet())
                .filteredOn(name -> name.startsWith("haproxy_") && !name.startsWith("haproxy_exporter_"))
                .containsExactly("haproxy_up");
        assertThat(errorsIn(families, kind)).isEqualTo(before + 1);
        lastErrors = errorsOf(families);
    }

    /** As the last answer had them. */
    private double errors(ErrorKind kind) {
        return lastErrors.getOrDefault(kind, 0.0);
    }

    private Map<String, Family> shortScrape() {
        return exporter.families("X-Prometheus-Scrape-Timeout-Seconds", SHORT);
    }

    private static Map<ErrorKind, Double> errorsOf(Map<String, Family> families) {
        Map<ErrorKind, Double> errors = new EnumMap<>(ErrorKind.class);
        for (ErrorKind kind : ErrorKind.values()) {
            errors.put(kind, errorsIn(families, kind));
        }
        return errors;
    }

    private static double errorsIn(Map<String, Family> families, ErrorKind kind) {
        return families.get("haproxy_exporter_scrape_errors_total").value("kind", kind.label());
    }

    private static double up(Map<String, Family> families) {
        return families.get("haproxy_up").value();
    }

    private void awaitWhole() {
        try (StubSocket stub = StubSocket.unixAt(socket, StubScript.sending(Fault.good()))) {
            Map<String, Family> families = exporter.families();
            assertThat(up(families)).isEqualTo(1);
            assertThat(families.get("haproxy_frontend_current_sessions").samples())
                    .hasSize(1);
            assertThat(families.get("haproxy_server_up").value("backend", "shop", "server", "web1"))
                    .isEqualTo(1);
            assertThat(families.get("haproxy_server_up").value("backend", "shop", "server", "web2"))
                    .isZero();
            assertThat(families.get("haproxy_process_max_connections").samples())
                    .hasSize(1);
            assertThat(stub.connections()).isPositive();
            lastErrors = errorsOf(families);
        }
    }

    private static void assertInTime(long start, Duration most) {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(most);
    }
}
