package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.Programs;
import io.github.haproxyexporter.testing.ScratchDirectory;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that can be behind a socket's path and is no HAProxy in order; one exporter sees it all, and is well afterwards. */
@SuppressWarnings("try") // Stubs that are there, and not spoken to from here.
class ScrapeFailuresIT {

    private static ScratchDirectory directory;
    private static Path socket;
    private static ExporterProcess exporter;

    @BeforeAll
    static void start() {
        directory = ScratchDirectory.create();
        socket = directory.resolve("s");
        exporter = ExporterProcess.start(
                "--haproxy.scrape-uri=unix:" + socket, "--haproxy.timeout=10s", "--haproxy.max-response-size=64KiB");
    }

    @AfterAll
    static void stop() {
        exporter.close();
        directory.close();
    }

    @AfterEach
    void haproxyComesBack() throws IOException {
        Files.deleteIfExists(socket);
        try (StubSocket haproxy = StubSocket.unixAt(socket, Dump.haproxy26().script())) {
            Map<String, Family> families = exporter.families();

            assertThat(families.get("haproxy_up").value()).isEqualTo(1);
            assertThat(families).containsKey("haproxy_server_up");
        }
    }

    @Test
    void missing_isNotFound() {
        assertFails("not_found");
    }

    @Test
    void refused_isRefused() throws IOException {
        // Its file stays behind, as a HAProxy's that crashed.
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();

        assertFails("refused");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void script_isAKindOfFailure(String kind, StubScript script) {
        try (StubSocket stub = StubSocket.unixAt(socket, script)) {
            assertFails(kind);
            assertThat(stub.connections()).isPositive();
        }
    }

    static Stream<Arguments> scripts() {
        byte[] info = Dump.haproxy26().text("show info").getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                Arguments.of("timeout", StubScript.hanging()),
                Arguments.of("timeout", StubScript.hangingAfter(info)),
                Arguments.of("timeout", StubScript.trickling(info, Duration.ofMillis(20))),
                Arguments.of("truncated", StubScript.closing()),
                Arguments.of("truncated", StubScript.sending(info)),
                Arguments.of("protocol", StubScript.sending("<html><body>It works!</body></html>\n\n")),
                Arguments.of("protocol", StubScript.greetingAndHearing("220 mail.example ESMTP\r\n\r\n")),
                Arguments.of("protocol", StubScript.sending("Unknown command: 'show info'.\n\n")),
                Arguments.of("permission_denied", StubScript.sending("Permission denied\n\n")),
                Arguments.of(
                        "permission_denied",
                        StubScript.sending(new String(info, StandardCharsets.UTF_8) + "Permission denied\n\n")),
                Arguments.of(
                        "malformed",
                        StubScript.sending(new String(info, StandardCharsets.UTF_8)
                                + "# pxname,svname,scur,\nthis is no row\n\n")),
                Arguments.of(
                        "too_large",
                        StubScript.endless(info, "# pxname,svname,x,\n".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void cutAnywhere_isAFailure() {
        byte[] whole = (Dump.haproxy26().text("show info") + Dump.haproxy26().text("show stat"))
                .getBytes(StandardCharsets.UTF_8);
        int info = Dump.haproxy26().text("show info").length();
        Random random = new Random(7);
        int[] places = random.ints(30, 1, whole.length - 1).toArray();
        // At the seams too: behind the first answer, behind the header, before the last line feeds.
        places[0] = info;
        places[1] = info - 1;
        places[2] = whole.length - 1;
        places[3] = whole.length - 2;
        places[4] = 1;
        for (int place : places) {
            try (StubSocket stub = StubSocket.unixAt(socket, StubScript.sending(Arrays.copyOf(whole, place)))) {
                assertNothingOfHaproxy(exporter.families());
            }
        }
    }

    @Test
    void forbidden_isPermissionDenied() throws IOException {
        try (HaproxyProcess haproxy =
                        HaproxyProcess.start("backend shop\n    server web1 127.0.0.1:1\n    timeout server 1s\n");
                ScratchDirectory own = ScratchDirectory.create()) {
            // The build directory may be closed to others.
            Path jar = Files.copy(ExporterProcess.jar(), own.resolve("e.jar"), StandardCopyOption.REPLACE_EXISTING);
            Finished status = Finished.run(List.of(
                    Programs.find("setpriv").toString(),
                    "--reuid=65534",
                    "--regid=65534",
                    "--clear-groups",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    jar.toString(),
                    "status",
                    "--haproxy.scrape-uri=" + haproxy.scrapeUri()));

            assertThat(status.exitCode()).as(status.err()).isEqualTo(2);
            assertThat(status.out()).isEmpty();
            assertThat(status.err().lines()).hasSize(1);
            assertThat(status.err()).contains("permission denied").contains("group");
        }
    }

    private static void assertFails(String kind) {
        double before = errors(scrape(kind), kind);
        long start = System.nanoTime();
        Map<String, Family> families = scrape(kind);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertNothingOfHaproxy(families);
        assertThat(errors(families, kind)).isEqualTo(before + 1);
    }

    /** A scrape of a target that is to run out of time has little of it. */
    private static Map<String, Family> scrape(String kind) {
        return kind.equals("timeout")
                ? exporter.families("X-Prometheus-Scrape-Timeout-Seconds", "0.95")
                : exporter.families();
    }

    private static void assertNothingOfHaproxy(Map<String, Family> families) {
        assertThat(families.get("haproxy_up").value()).isZero();
        assertThat(families.keySet())
                .filteredOn(name -> name.startsWith("haproxy_"))
                .allMatch(name -> name.equals("haproxy_up") || name.startsWith("haproxy_exporter_"));
    }

    private static double errors(Map<String, Family> families, String kind) {
        return families.get("haproxy_exporter_scrape_errors_total").value("kind", kind);
    }
}
