package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several real HAProxys behind one packaged exporter. */
class TargetsIT {

    private static final int FLEET = 50;

    private static final String CONFIG = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s

            backend shop
                server web1 127.0.0.1:1
            """;

    @Test
    void fleet_withOneThatHangs_isServedWithoutIt(@TempDir Path directory) throws IOException {
        List<HaproxyProcess> fleet = new ArrayList<>();
        try {
            StringBuilder file = new StringBuilder("targets:\n");
            for (int i = 0; i < FLEET; i++) {
                HaproxyProcess haproxy = HaproxyProcess.start(CONFIG);
                fleet.add(haproxy);
                file.append("  lb")
                        .append(i)
                        .append(":\n    scrape_uri: ")
                        .append(haproxy.scrapeUri())
                        .append('\n');
                file.append("    timeout: 3s\n    labels: {site: ams}\n");
            }
            Path targets = Files.writeString(directory.resolve("targets.yml"), file.toString());
            try (ExporterProcess exporter = ExporterProcess.start("--config.file=" + targets)) {
                assertThat(up(exporter).values()).hasSize(FLEET).containsOnly("1");

                fleet.get(7).pause();
                Map<String, String> up = up(exporter);
                fleet.get(7).resume();

                assertThat(up).hasSize(FLEET).containsEntry("lb7", "0");
                assertThat(up.values().stream().filter("1"::equals)).hasSize(FLEET - 1);
            }
        } finally {
            fleet.forEach(HaproxyProcess::close);
        }
    }

    /** Their tables take so much of a small heap that slow readers are ended; who waits for the one that hangs is none. */
    @Test
    void largeFleet_withOneThatHangs_isServedWithoutIt(@TempDir Path directory) throws IOException {
        String servers = IntStream.range(0, 2000)
                .mapToObj(i -> "    server more%d 127.0.0.1:1\n".formatted(i))
                .collect(Collectors.joining());
        List<HaproxyProcess> fleet = new ArrayList<>();
        try {
            StringBuilder file = new StringBuilder("targets:\n");
            for (int i = 0; i < 10; i++) {
                fleet.add(HaproxyProcess.start(CONFIG + servers));
                file.append("  lb%d: {scrape_uri: '%s', timeout: 4s}%n"
                        .formatted(i, fleet.get(i).scrapeUri()));
            }
            Path targets = Files.writeString(directory.resolve("targets.yml"), file.toString());
            try (ExporterProcess exporter = ExporterProcess.builder()
                    .launcher()
                    .flags("--config.file=" + targets)
                    .start()) {
                fleet.get(0).pause();
                Map<String, String> up = up(exporter);
                fleet.get(0).resume();

                assertThat(up).hasSize(10).containsEntry("lb0", "0");
                assertThat(up.values().stream().filter("1"::equals)).hasSize(9);
            }
        } finally {
            fleet.forEach(HaproxyProcess::close);
        }
    }

    @Test
    void severalAddresses_carryTheLabelHaproxy_andOneDoesNot() {
        try (HaproxyProcess one = HaproxyProcess.start(CONFIG)) {
            try (ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + one.scrapeUri())) {
                assertThat(exporter.scrape("/metrics").text())
                        .contains("haproxy_up 1\n")
                        .contains("haproxy_server_up{backend=\"shop\",server=\"web1\"} 1\n");
            }
            Path pattern = one.socketPath().resolveSibling("s*");
            try (ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=unix:" + pattern)) {
                assertThat(exporter.scrape("/metrics").text())
                        .contains("haproxy_up{haproxy=\"s\"} 1\n")
                        .contains("haproxy_server_up{haproxy=\"s\",backend=\"shop\",server=\"web1\"} 1\n");
            }
            try (ExporterProcess exporter = ExporterProcess.start(
                    "--haproxy.scrape-uri=" + one.scrapeUri(),
                    "--haproxy.scrape-uri=tcp://127.0.0.1:1",
                    "--haproxy.timeout=2s")) {
                assertThat(exporter.scrape("/metrics").text())
                        .contains("haproxy_up{haproxy=\"s\"} 1\n")
                        .contains("haproxy_up{haproxy=\"127.0.0.1:1\"} 0\n");
            }
        }
    }

    @Test
    void configFile_reloaded_isTakenWholeOrNotAtAll(@TempDir Path directory) throws IOException {
        try (HaproxyProcess one = HaproxyProcess.start(CONFIG);
                HaproxyProcess two = HaproxyProcess.start(CONFIG)) {
            Path file = directory.resolve("targets.yml");
            Files.writeString(file, "targets:\n  one: {scrape_uri: '" + one.scrapeUri() + "'}\n");
            try (ExporterProcess exporter = ExporterProcess.start("--config.file=" + file, "--web.enable-lifecycle")) {
                assertThat(up(exporter)).containsOnlyKeys("one");

                Files.writeString(file, "targets:\n  two: {scrape_uri: '" + two.scrapeUri() + "', odd: 1}\n");
                exporter.process().signal("HUP");
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> exporter.scrape("/metrics")
                                .text()
                                .contains("haproxy_exporter_targets_last_reload_successful 0"));
                assertThat(up(exporter)).containsOnlyKeys("one");

                Files.writeString(file, "targets:\n  two: {scrape_uri: '" + two.scrapeUri() + "'}\n");
                exporter.process().signal("HUP");
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(up(exporter)).containsOnlyKeys("two"));
                assertThat(exporter.scrape("/probe?target=two").text())
                        .contains("haproxy_up 1\n")
                        .contains("haproxy_server_up{backend=\"shop\",server=\"web1\"} 1\n")
                        .doesNotContain("haproxy_exporter_scrapes_total");
                assertThat(exporter.scrape("/sd").text())
                        .contains("\"__param_target\":\"two\"")
                        .contains("\"__metrics_path__\":\"/probe\"");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?target=",
                "?target=nobody",
                "?target=one&target=one",
                "?target=unix:/run/haproxy/admin.sock",
                "?target=http://127.0.0.1:1/;csv",
            })
    void probe_targetThatIsNotConfigured_isRefused(String query) {
        try (HaproxyProcess one = HaproxyProcess.start(CONFIG);
                ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + one.scrapeUri())) {
            assertThat(exporter.scrape("/probe" + query).status()).isEqualTo(400);
        }
    }

    private static Map<String, String> up(ExporterProcess exporter) {
        Map<String, Family> families =
                ExpositionParser.text(exporter.scrape("/metrics").body());
        return families.get("haproxy_up").samples().stream()
                .collect(Collectors.toMap(sample -> sample.labels().get("haproxy"), Sample::text));
    }
}
