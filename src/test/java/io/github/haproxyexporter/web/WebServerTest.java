package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.InProcessExporter;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
                "/-/reload",
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
