package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.haproxyexporter.testing.Certificates;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.Promtool;
import io.github.haproxyexporter.testing.Sample;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The packaged program beside a real HAProxy. */
class DaemonIT {

    private static final String CONFIG = """
            global
                stats socket abns@{{abstract}} level user
                stats socket ipv4@127.0.0.1:{{port:cli}} level user
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s
                option socket-stats
            frontend web
                bind 127.0.0.1:{{port:web}} name public
                stats enable
                stats uri /stats
                stats auth admin:secret
                default_backend shop
            frontend tls
                bind 127.0.0.1:{{port:tls}} ssl crt {{dir}}/site.pem
                stats enable
                stats uri /stats
            backend shop
                server web1 127.0.0.1:{{port:web}}
                server web2 127.0.0.1:{{port:closed}} check inter 200ms fall 1
                server web3 127.0.0.1:{{port:web}} disabled
            """;

    @Test
    void addresses_ofEveryKind_giveTheSameSeriesAtLevelUser() {
        try (HaproxyProcess haproxy = haproxy().start()) {
            haproxy.awaitStatus("shop", "web2", "DOWN");
            Set<String> unix = series(haproxy.scrapeUri());

            assertThat(unix)
                    .contains("haproxy_server_status{backend=shop, server=web2, state=DOWN}")
                    .anyMatch(series -> series.startsWith("haproxy_server_down_info{"))
                    .anyMatch(series -> series.startsWith("haproxy_process_"));
            assertThat(series("unix:@" + abstractName())).containsExactlyInAnyOrderElementsOf(unix);
            assertThat(series("tcp://127.0.0.1:" + haproxy.port("cli"))).containsExactlyInAnyOrderElementsOf(unix);
            // A statistics page takes no commands.
            unix.removeIf(series -> series.startsWith("haproxy_process_")
                    || series.startsWith("haproxy_version_")
                    || series.startsWith("haproxy_resolver_")
                    || series.startsWith("haproxy_certificate")
                    || series.startsWith("haproxy_server_info{")
                    || series.startsWith("haproxy_server_out_of_service_info{"));
            assertThat(series("http://admin:secret@127.0.0.1:" + haproxy.port("web") + "/stats;csv"))
                    .containsExactlyInAnyOrderElementsOf(unix);
            assertThat(series("https://127.0.0.1:" + haproxy.port("tls") + "/stats;csv", "--no-haproxy.ssl-verify"))
                    .containsExactlyInAnyOrderElementsOf(unix);
        }
    }

    @Test
    void addresses_withoutTheRightToRead_areErrorsThatSayWhy() {
        try (HaproxyProcess haproxy = haproxy().start()) {
            String page = "http://admin:wrong-secret@127.0.0.1:" + haproxy.port("web") + "/stats;csv";

            assertThat(ExporterProcess.run("status", "--haproxy.scrape-uri=" + page))
                    .satisfies(status -> assertThat(status.exitCode()).isEqualTo(2))
                    .satisfies(status -> assertThat(status.err())
                            .contains("HTTP 401")
                            .contains("stats auth")
                            .doesNotContain("secret"));
            assertThat(ExporterProcess.run(
                                    "status",
                                    "--haproxy.scrape-uri=https://127.0.0.1:" + haproxy.port("tls") + "/stats;csv")
                            .err())
                    .contains("TLS failed")
                    .contains("--no-haproxy.ssl-verify");
        }
    }

    @Test
    void haproxy_thatGoesAndComes_isSeenAndLoggedOnce() {
        try (HaproxyProcess haproxy = haproxy().start();
                ExporterProcess exporter = ExporterProcess.start(
                        "--haproxy.scrape-uri=" + haproxy.scrapeUri(), "--metrics.profile=exporter")) {
            haproxy.awaitStatus("shop", "web2", "DOWN");
            assertUp(exporter, 1);
            assertUp(exporter, 1);
            assertThat(logged(exporter, "server web2 of backend shop went DOWN: Layer4 connection problem"))
                    .hasSize(1);

            haproxy.kill();
            assertUp(exporter, 0);
            assertUp(exporter, 0);
            assertThat(logged(exporter, "level=error")).hasSize(1);
            haproxy.restart();
            assertUp(exporter, 1);
            assertThat(logged(exporter, "answers again")).hasSize(1);

            haproxy.reload();
            assertUp(exporter, 1);
            assertThat(logged(exporter, "is a new process")).hasSize(2);

            haproxy.pause();
            assertUp(exporter, 0);
            haproxy.resume();
            assertUp(exporter, 1);

            assertThat(exporter.log().lines())
                    .allMatch(
                            line -> line.matches("time=\\S+ level=[a-z]+ msg=\"([^\"\\\\]|\\\\.)*\"( error=\".*\")?"));
            String metrics = exporter.scrape("/metrics").text();
            assertThat(Promtool.checkMetrics(metrics))
                    .satisfies(check -> assertThat(check.out() + check.err()).isEmpty());
        }
    }

    /** HAProxy itself has no words for a check that timed out but in the pause before the next one. */
    @Test
    void reason_whileTheNextCheckRuns_keepsTheWordsOfTheLast() {
        try (StubSocket deaf = StubSocket.tcp(StubScript.hanging());
                HaproxyProcess haproxy = HaproxyProcess.builder()
                        .port("deaf", deaf.port())
                        .config("""
                                backend cache
                                    option tcp-check
                                    tcp-check expect string PONG
                                    timeout server 5s
                                    timeout connect 1s
                                    timeout check 1s
                                    server redis1 127.0.0.1:{{port:deaf}} check inter 3s fall 1
                                """)
                        .start();
                ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + haproxy.scrapeUri())) {
            String words = "Layer7 timeout (at step 1 of tcp-check (expect string 'PONG'))";
            // An outage has the reason of the first scrape that shows it, so this one comes in the pause.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> haproxy.socket()
                            .row("cache", "redis1")
                            .orElseThrow()
                            .get("last_chk")
                            .contains("PONG"));
            assertThat(redisReason(exporter)).isEqualTo(words);

            AtomicInteger underWay = new AtomicInteger();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                boolean before = isUnderWay(haproxy);
                assertThat(redisReason(exporter)).isEqualTo(words);
                return before && isUnderWay(haproxy) && underWay.incrementAndGet() == 5;
            });
        }
    }

    private static boolean isUnderWay(HaproxyProcess haproxy) {
        Map<String, String> row = haproxy.socket().row("cache", "redis1").orElseThrow();
        return row.get("check_status").startsWith("* ") && row.get("last_chk").isEmpty();
    }

    private static String redisReason(ExporterProcess exporter) {
        return Optional.ofNullable(exporter.families().get("haproxy_server_down_info"))
                .map(family -> family.samples().get(0).label("reason"))
                .orElse("");
    }

    @Test
    void log_json_isJson() throws IOException {
        try (HaproxyProcess haproxy = haproxy().start();
                ExporterProcess exporter = ExporterProcess.builder()
                        .environment("HAPROXY_EXPORTER_HAPROXY_SCRAPE_URI", haproxy.scrapeUri())
                        .environment("HAPROXY_EXPORTER_LOG_FORMAT", "json")
                        .start()) {
            haproxy.awaitStatus("shop", "web2", "DOWN");
            assertUp(exporter, 1);
            exporter.awaitLog("went DOWN");
            List<String> lines = exporter.log().lines().toList();

            assertThat(lines).hasSizeGreaterThan(1);
            for (String line : lines) {
                JsonNode event = new ObjectMapper().readTree(line);
                assertThat(event.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*");
                assertThat(event.path("level").asText()).isNotEmpty();
                assertThat(event.path("msg").asText()).isNotEmpty();
            }
            assertThat(lines.get(0)).contains(haproxy.scrapeUri());
        }
    }

    /** Whoever answers on the socket must not be able to write lines into the log, or end a text in it. */
    @Test
    void log_textsOfOthers_areEscapedInBothFormats() throws IOException {
        String forged = "x\" level=info msg=\"all is well";
        for (String format : List.of("logfmt", "json")) {
            try (StubSocket stub = StubSocket.unix(StubScript.sending(forged + "\n\n"));
                    ExporterProcess exporter =
                            ExporterProcess.start("--haproxy.scrape-uri=" + stub.uri(), "--log.format=" + format)) {
                assertUp(exporter, 0);
                exporter.awaitLog("all is well");

                String line = exporter.log()
                        .lines()
                        .filter(one -> one.contains("all is well"))
                        .collect(Collectors.joining("\n"));
                assertThat(line).contains(forged.replace("\"", "\\\"")).doesNotContain(forged);
                if (format.equals("json")) {
                    assertThat(new ObjectMapper().readTree(line).path("msg").asText())
                            .contains(forged);
                }
            }
        }
    }

    @Test
    void pidFile_named_addsTheProcess() {
        try (HaproxyProcess haproxy = haproxy().start()) {
            haproxy.directory().write("pid", haproxy.servingPid() + "\n");
            try (ExporterProcess exporter = ExporterProcess.start(
                    "--haproxy.scrape-uri=" + haproxy.scrapeUri(),
                    "--haproxy.pid-file=" + haproxy.directory().resolve("pid"))) {
                Map<String, Family> families = exporter.families();

                assertThat(families.get("haproxy_process_resident_memory_bytes").value())
                        .isGreaterThan(1e6);
                assertThat(families.get("haproxy_process_open_fds").value()).isGreaterThan(5);
                assertThat(families.get("haproxy_process_cpu_seconds_total").value())
                        .isBetween(0.0, 60.0);
                assertThat(families.get("haproxy_process_start_time_seconds").value())
                        .isBetween(System.currentTimeMillis() / 1000.0 - 300, System.currentTimeMillis() / 1000.0 + 1);
            }
        }
    }

    /** Debian's service runs a master, whose pid stands in the file; the worker is what serves and what a reload replaces. */
    @Test
    void pidFile_ofAMaster_addsTheWorker() {
        try (HaproxyProcess haproxy = haproxy().masterWorker().start()) {
            haproxy.awaitReady();
            long master = haproxy.process().handle().pid();
            haproxy.directory().write("pid", master + "\n");
            try (ExporterProcess exporter = ExporterProcess.start(
                    "--haproxy.scrape-uri=" + haproxy.scrapeUri(),
                    "--haproxy.pid-file=" + haproxy.directory().resolve("pid"))) {
                assertThat(haproxy.servingPid()).isNotEqualTo(master);
                double before = assertWorker(exporter, haproxy);

                haproxy.reload();

                assertThat(assertWorker(exporter, haproxy)).isGreaterThan(before);
            }
        }
    }

    /** The start time of the worker, after the figures were compared with what the kernel says of it. */
    private static double assertWorker(ExporterProcess exporter, HaproxyProcess haproxy) {
        ProcessHandle worker = ProcessHandle.of(haproxy.servingPid()).orElseThrow();
        Map<String, Family> families = exporter.families();
        double start = families.get("haproxy_process_start_time_seconds").value();
        assertThat(families).containsKeys("haproxy_process_resident_memory_bytes", "haproxy_process_open_fds");
        assertThat(start).isCloseTo(worker.info().startInstant().orElseThrow().toEpochMilli() / 1000.0, within(0.02));
        return start;
    }

    @Test
    void term_duringAScrape_letsItFinish() {
        CountDownLatch go = new CountDownLatch(1);
        StubScript answers = Dump.haproxy26().script();
        try (StubSocket haproxy = StubSocket.unix(connection -> {
                    connection.await(go);
                    answers.play(connection);
                });
                ExporterProcess exporter =
                        ExporterProcess.start("--haproxy.scrape-uri=" + haproxy.uri(), "--haproxy.timeout=20s")) {
            CompletableFuture<HttpAnswer> answer = CompletableFuture.supplyAsync(() -> exporter.scrape("/metrics"));
            Awaitility.await().until(() -> haproxy.connections() == 1);
            exporter.process().signal("TERM");
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> exporter.process().isAlive());
            go.countDown();

            assertThat(ExpositionParser.text(answer.join().body())).containsKey("haproxy_server_up");
            assertThat(exporter.process().awaitExit(Duration.ofMinutes(1))).isIn(0, 143);
            assertThat(exporter.log()).contains("msg=\"ended\"");
        }
    }

    @Test
    void tenThousandServers_fitTheDefaultHeapOfTheLauncher() {
        String config = """
                defaults
                    mode http
                    timeout client 5s
                    timeout connect 1s
                    timeout server 5s
                backend large
                    server-template web 10000 127.0.0.1:1
                """;
        try (HaproxyProcess haproxy = HaproxyProcess.start(config);
                ExporterProcess exporter = ExporterProcess.builder()
                        .launcher()
                        .environment("HAPROXY_EXPORTER_CDS", "off")
                        .environment(
                                "HAPROXY_EXPORTER_JAR", ExporterProcess.jar().toString())
                        .flags("--haproxy.scrape-uri=" + haproxy.scrapeUri(), "--haproxy.timeout=20s")
                        .start()) {
            for (int i = 0; i < 3; i++) {
                CompletableFuture<HttpAnswer> other = CompletableFuture.supplyAsync(
                        () -> exporter.scrape("/metrics?scope=backend", "Accept-Encoding", "gzip"));
                HttpAnswer answer = exporter.scrape("/metrics", "Accept-Encoding", "gzip");

                assertThat(other.join().status()).isEqualTo(200);
                assertThat(new String(answer.unzipped(), java.nio.charset.StandardCharsets.UTF_8)
                                .lines()
                                .filter(line -> line.startsWith("haproxy_server_up{")))
                        .hasSize(10_000);
            }
            assertThat(exporter.process().isAlive()).isTrue();
        }
    }

    @Test
    void hangup_isLoggedAndIgnored() {
        try (StubSocket haproxy = StubSocket.unix(Dump.haproxy26().script());
                ExporterProcess exporter = ExporterProcess.builder()
                        .flags("--haproxy.scrape-uri=" + haproxy.uri())
                        .start()) {
            exporter.process().signal("HUP");
            Awaitility.await().until(() -> logged(exporter, "SIGHUP ignored"), lines -> lines.size() == 1);

            assertUp(exporter, 1);
        }
    }

    private static HaproxyProcess.Builder haproxy() {
        return HaproxyProcess.builder()
                .config(CONFIG)
                .value("abstract", abstractName())
                .socketLevel("user")
                .file("site.pem", Certificates.selfSigned());
    }

    private static String abstractName() {
        return "hx-" + ProcessHandle.current().pid();
    }

    /** All series of HAProxy that a fresh exporter shows for that address. */
    private static Set<String> series(String uri, String... flags) {
        try (ExporterProcess exporter = ExporterProcess.builder()
                .flags("--haproxy.scrape-uri=" + uri)
                .flags(flags)
                .start()) {
            assertThat(exporter.log()).doesNotContain("secret");
            return exporter.families().values().stream()
                    .filter(family -> family.name().startsWith("haproxy_")
                            && !family.name().startsWith("haproxy_exporter_"))
                    .flatMap(family -> family.samples().stream())
                    .map(Sample::series)
                    // What the check last said, and for how long the server has had sessions, may differ by moments.
                    .filter(series -> !series.contains("check_duration") && !series.contains("last_session"))
                    // HAProxy forgets the detail of the last check while it runs the next one.
                    .map(series -> series.replace(" (Connection refused)", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> logged(ExporterProcess exporter, String text) {
        return exporter.log().lines().filter(line -> line.contains(text)).toList();
    }

    private static void assertUp(ExporterProcess exporter, int value) {
        assertThat(exporter.families().get("haproxy_up").value()).isEqualTo(value);
    }
}
