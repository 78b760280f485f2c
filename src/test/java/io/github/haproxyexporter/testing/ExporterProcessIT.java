package io.github.haproxyexporter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ExporterProcessIT {
    private static final String CONFIG = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s

            backend shop
                server web1 127.0.0.1:{{port:closed}}
            """;

    @Test
    void start_jar_isScrapedAndEndsWell() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG);
                ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + haproxy.scrapeUri())) {
            assertThat(exporter.families().get("haproxy_up").value()).isEqualTo(1);
            assertThat(exporter.families().get("haproxy_server_up").value("backend", "shop", "server", "web1"))
                    .isEqualTo(1);

            HttpAnswer openMetrics = exporter.scrape(
                    "/metrics", "Accept", "application/openmetrics-text; version=1.0.0", "Accept-Encoding", "gzip");
            assertThat(openMetrics.header("content-encoding")).contains("gzip");
            assertThat(ExpositionParser.openMetrics(openMetrics.unzipped())).containsKey("haproxy_up");
            assertThat(exporter.log()).isNotEmpty();
            assertThat(exporter.stop()).isIn(0, 143);
        }
    }

    @Test
    void start_launcher_isScraped() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG);
                ExporterProcess exporter = ExporterProcess.builder()
                        .launcher()
                        .flags("--haproxy.scrape-uri=" + haproxy.scrapeUri())
                        .start()) {
            assertThat(exporter.families().get("haproxy_up").value()).isEqualTo(1);
        }
    }

    @Test
    void start_scriptedSocket_isSeenDown() {
        byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
        try (StubSocket stub = StubSocket.unix(StubScript.sending(garbage));
                ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + stub.uri())) {
            assertThat(exporter.families().get("haproxy_up").value()).isZero();
            assertThat(stub.commands()).isNotEmpty().allMatch(command -> command.startsWith("show "));
        }
    }

    @Test
    void start_badFlag_failsWithItsOutput() {
        assertThatThrownBy(() -> ExporterProcess.start("--haproxy.timeout=never"))
                .hasMessageContaining("ended with 2")
                .hasMessageContaining("--haproxy.timeout");
    }

    @Test
    void run_version_givesCodeAndOutput() {
        assertThat(ExporterProcess.run("--version").orThrow().out()).contains("haproxy-exporter");
    }
}
