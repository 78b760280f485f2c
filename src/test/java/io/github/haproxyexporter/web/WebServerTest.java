package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.http.RawConnection;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.InProcessExporter;
import io.github.haproxyexporter.testing.LogLines;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import io.github.haproxyexporter.testing.WideDump;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {

    private static StubSocket haproxy;
    private static InProcessExporter exporter;

    @BeforeAll
    static void start() {
        haproxy = StubSocket.unix(Dump.haproxy26().script());
        exporter = InProcessExporter.start(haproxy, Profile.EXPORTER);
    }

    @AfterAll
    static void stop() {
        exporter.close();
        haproxy.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metrics/",
                "/metrics/x",
                "/metricsx",
                "/METRICS",
                "/-/healthy/x",
                "/-/",
                "/index.html",
                "/metrics%2f",
                "/%6detrics",
            })
    void get_otherPath_isNotFound(String path) {
        assertThat(exporter.get(path).status()).isEqualTo(404);
    }

    @Test
    void get_pathThatLooksLikeAHost_isNotFoundOrRefusedByTheJdk() {
        // Newer patch levels of the JDK answer 400 before any handler.
        assertThat(exporter.get("//metrics").status()).isIn(400, 404);
    }

    @ParameterizedTest
    @CsvSource({"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void request_thatWrites_isNotAllowed(String method) {
        HttpAnswer answer = HttpAnswer.send(method, exporter.url("/metrics"), "");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET, HEAD");
        assertThat(HttpAnswer.send(method, exporter.url("/nothing"), "").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/metrics", "/-/healthy", "/-/ready"})
    void head_knownPath_hasNoBody(String path) {
        HttpAnswer answer = HttpAnswer.send("HEAD", exporter.url(path), "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(exporter.get(path).header("Content-Type"));
    }

    @ParameterizedTest
    @CsvSource({"/-/healthy, healthy", "/-/ready, ready"})
    void get_health_isPlainText(String path, String text) {
        HttpAnswer answer = exporter.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text().strip()).isEqualTo(text);
        assertThat(answer.header("Content-Type")).contains("text/plain; charset=utf-8");
    }

    @Test
    void get_landingPage_linksTheMetrics() {
        HttpAnswer answer = exporter.get("/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.header("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(answer.text()).contains("href=\"/metrics\"").doesNotContain("{{");
    }

    @Test
    void get_otherTelemetryPath_isTheOnlyOne() {
        try (InProcessExporter other =
                InProcessExporter.of(haproxy.uri()).telemetryPath("/a&b").start()) {
            assertThat(other.get("/a&b").status()).isEqualTo(200);
            assertThat(other.get("/metrics").status()).isEqualTo(404);
            assertThat(other.get("/").text()).contains("href=\"/a&amp;b\"");
        }
    }

    @Test
    void get_metrics_isTextWithoutAnAcceptHeader() {
        HttpAnswer answer = exporter.get("/metrics");

        assertThat(answer.header("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.header("Vary")).contains("Accept, Accept-Encoding");
        assertThat(answer.header("Content-Encoding")).isEmpty();
        assertThat(ExpositionParser.text(answer.body())).containsKeys("haproxy_up", "haproxy_exporter_scrapes_total");
    }

    @Test
    void get_metrics_isOpenMetricsWhenAskedFor() {
        HttpAnswer answer = exporter.get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0");

        assertThat(answer.header("Content-Type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(ExpositionParser.openMetrics(answer.body())).containsKeys("haproxy_up", "haproxy_exporter_scrapes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | false",
                "text/plain | false",
                "*/* | false",
                "; | false",
                ",;q= | false",
                "application/openmetrics-text | true",
                "application/openmetrics-text;q=0 | false",
                "application/openmetrics-text;q=0,*/* | false",
                "application/openmetrics-text;q=0.1,text/plain;q=0.1 | true",
                "application/openmetrics-text;q=0.1,text/plain;q=0.2 | false",
                "application/openmetrics-text;q=0.1,text/plain;q=0.2,application/openmetrics-text;version=1.0.0;q=0.3 | true",
                "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | true",
                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,text/plain;q=0.3 | false",
            })
    void get_metrics_takesTheFormatOfTheHighestWeight(String accept, boolean openMetrics) {
        assertThat(exporter.get("/metrics?metrics=haproxy_server_up", "Accept", accept)
                        .header("Content-Type")
                        .orElseThrow())
                .startsWith(openMetrics ? "application/openmetrics-text" : "text/plain");
    }

    @ParameterizedTest
    @CsvSource({
        "/metrics#f, 400",
        "/metrics?x#f, 400",
        "http://u@x/metrics, 400",
        "foo://x/metrics, 400",
        "foo://u@x/metrics, 400",
        "http:/metrics, 400",
        "http://x/metrics, 200",
        "HTTPS://x:1/metrics?metrics=haproxy_up, 200",
        "http://x/metrics/, 404",
        "http://x//metrics, 404",
        "/metrics?a?b, 200",
        "*, 404",
    })
    void get_target_isAPathOrAnHttpUrl(String target, int status) {
        assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    /** Some releases of Java answer these themselves. */
    @ParameterizedTest
    @ValueSource(strings = {"//x/metrics", "//metrics", "//x/metrics?y", "mailto:x", "a:b"})
    void get_targetOfAnotherForm_isNoAnswerOfOurs(String target) {
        assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .matches("(?s)|HTTP/1\\.1 40[04] .*");
    }

    @Test
    void head_metrics_asksHaproxyNothing() {
        int before = haproxy.connections();

        assertThat(HttpAnswer.send("HEAD", exporter.url("/metrics"), "").status())
                .isEqualTo(200);
        assertThat(HttpAnswer.send("HEAD", exporter.url("/metrics?scope=zz"), "")
                        .status())
                .isEqualTo(400);
        assertThat(haproxy.connections()).isEqualTo(before);
    }

    @Test
    void get_readyWhileEnding_isUnavailable() {
        CountDownLatch go = new CountDownLatch(1);
        try (StubSocket slow = StubSocket.unix(connection -> {
                    connection.await(go);
                    Dump.haproxy26().script().play(connection);
                });
                InProcessExporter other = InProcessExporter.start(slow, Profile.EXPORTER)) {
            assertThat(other.get("/-/ready").status()).isEqualTo(200);
            CompletableFuture<HttpAnswer> scrape = CompletableFuture.supplyAsync(() -> other.get("/metrics"));
            Awaitility.await().until(() -> slow.connections() == 1);
            CompletableFuture<Void> end = CompletableFuture.runAsync(other::close);

            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(other.get("/-/ready").status()).isEqualTo(503));
            assertThat(other.get("/-/healthy").status()).isEqualTo(200);
            go.countDown();
            assertThat(scrape.join().status()).isEqualTo(200);
            end.join();
        }
    }

    @Test
    void encodePhase_leavesOutWhatTheClientTakes() {
        try (StubSocket wide = StubSocket.unix(Dump.of(WideDump.stat(2000)).script());
                InProcessExporter other = InProcessExporter.start(wide, Profile.EXPORTER);
                RawConnection client = RawConnection.to(other.url("/"))) {
            long start = System.nanoTime();
            client.send("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            assertThat(client.readToEnd()).contains("haproxy_server_up");
            double seconds = (System.nanoTime() - start) / 1e9;

            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(other.families("/metrics?metrics=haproxy_exporter_scrape_phase_seconds")
                                            .get("haproxy_exporter_scrape_phase_seconds")
                                            .value("phase", "encode"))
                                    .isBetween(1e-9, seconds / 2));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, 'Transfer-Encoding: chunked', FFFFFFFF, 400, malformed",
        "GET, 'Transfer-Encoding: chunked', 80000000, 400, malformed",
        "GET, 'Transfer-Encoding: chunked', zz, 400, malformed",
        "GET, 'Content-Length: 99999', x, 413, too_large",
        "GET, 'Content-Length: +5', x, 400, malformed",
    })
    void request_withABadBody_isRefusedAndCountedAndNotLogged(
            String method, String header, String body, int status, String reason) {
        double before = refused(reason);
        try (LogLines log = LogLines.of("io.github.haproxyexporter.http.Router")) {
            String answer = raw(method + " /" + "a".repeat(8000) + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n"
                    + body + "\r\n");

            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            Awaitility.await().untilAsserted(() -> assertThat(refused(reason)).isEqualTo(before + 1));
            assertThat(log.take())
                    .allSatisfy(line -> assertThat(line).startsWith("DEBUG").hasSizeLessThan(300));
        }
    }

    private static double refused(String reason) {
        return exporter.families("/metrics?metrics=haproxy_exporter_requests_refused_total")
                .get("haproxy_exporter_requests_refused_total")
                .value("reason", reason);
    }

    private static String raw(String request) {
        try (RawConnection client = RawConnection.to(exporter.url("/"))) {
            return client.send(request).readToEnd();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, true",
        "'deflate, gzip;q=0.5', true",
        "GZIP, true",
        "gzip;q=1.0, true",
        "gzip;q=0, false",
        "gzip;q=0.000, false",
        "deflate, false",
        "identity, false",
        "xgzip, false",
        "; , false",
        "'gzip;q=0.5, identity', false",
        "'', false",
    })
    void get_metrics_isCompressedWhenAskedFor(String header, boolean compressed) {
        HttpAnswer answer = exporter.get("/metrics?metrics=haproxy_server_up", "Accept-Encoding", header);

        assertThat(answer.header("Content-Encoding").isPresent()).isEqualTo(compressed);
        byte[] body = compressed ? answer.unzipped() : answer.body();
        assertThat(ExpositionParser.text(body)).containsOnlyKeys("haproxy_up", "haproxy_server_up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope=<script>", "scope=%zz", "scope=%e", "%="})
    void get_badQuery_isABadRequest(String query) throws IOException {
        try (Socket socket =
                new Socket("127.0.0.1", URI.create(exporter.url("/")).getPort())) {
            String path = "/metrics?" + query.replace("<", "%3C").replace(">", "%3E");
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("script");
        }
    }

    @Test
    void get_encodedQuery_isDecoded() {
        assertThat(exporter.families("/metrics?me%74rics=haproxy_server%5Fup&no-maint&&x"))
                .containsOnlyKeys("haproxy_up", "haproxy_server_up");
    }

    @Test
    void get_ownMetrics_areSelectedByNameToo() {
        assertThat(exporter.families("/metrics?scope=&metrics=haproxy_exporter_build_info"))
                .containsOnlyKeys("haproxy_up", "haproxy_exporter_build_info");
        assertThat(exporter.families("/metrics?metrics=-haproxy_exporter_build_info"))
                .doesNotContainKey("haproxy_exporter_build_info");
    }

    @Test
    void ownMetrics_count_whatHappened() {
        String one = "shop,web1,1,2,\n";
        try (StubSocket stub = StubSocket.unix(
                        Dump.of("# pxname,svname,scur,type,\n" + one + "shop,web2,x,2,\n" + one)
                                .script(),
                        StubScript.sending("Permission denied\n\n"));
                InProcessExporter other = InProcessExporter.start(stub, Profile.EXPORTER)) {
            other.families();
            Map<String, io.github.haproxyexporter.testing.Family> families = other.families();

            assertThat(families.get("haproxy_up").value()).isZero();
            assertThat(families.get("haproxy_exporter_scrapes_total").value()).isEqualTo(2);
            assertThat(families.get("haproxy_exporter_csv_parse_failures_total").value())
                    .isEqualTo(2);
            assertThat(families.get("haproxy_exporter_scrape_errors_total").value("kind", "permission_denied"))
                    .isEqualTo(1);
            assertThat(families.get("haproxy_exporter_scrape_errors_total").value("kind", "timeout"))
                    .isZero();
            assertThat(families.get("haproxy_exporter_scrape_errors_total").samples())
                    .hasSize(8);
            assertThat(families.get("haproxy_exporter_scrape_phase_seconds").value("phase", "dump"))
                    .isBetween(0.0, 30.0);
            assertThat(families.get("haproxy_exporter_scrape_phase_seconds").samples())
                    .hasSize(3);
            assertThat(families.get("haproxy_exporter_build_info")
                            .value(
                                    "version",
                                    "1.2.3",
                                    "revision",
                                    "abc",
                                    "javaversion",
                                    System.getProperty("java.version")))
                    .isEqualTo(1);
        }
    }

    @Test
    void start_portTaken_saysSo() {
        try (StubSocket taken = StubSocket.tcp(StubScript.closing())) {
            assertThatThrownBy(() -> WebServers.start(taken.port(), haproxy.uri()))
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.port())
                    .hasMessageContaining("is the port free");
        }
    }
}
