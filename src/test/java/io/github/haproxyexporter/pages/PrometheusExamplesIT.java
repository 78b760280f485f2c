package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.PrometheusServer;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The files of deploy/prometheus at work: only addresses and intervals are others. */
class PrometheusExamplesIT {
    private static final Path FOLDER = Path.of("deploy/prometheus");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String CONFIG = """
            global
                stats socket ipv4@127.0.0.1:{{port:stats}} level user
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s
            backend shop
                server web1 127.0.0.1:1
            """;

    /** HAProxys asked over TCP, found by /sd: each has its labels, and nothing is there twice. */
    @Test
    void centralExporter_isScrapedByTarget() {
        try (HaproxyProcess edge1 = HaproxyProcess.start(CONFIG);
                HaproxyProcess edge2 = HaproxyProcess.start(CONFIG);
                ScratchDirectory scratch = ScratchDirectory.create();
                ExporterProcess exporter = ExporterProcess.start("--config.file="
                        + scratch.write(
                                "targets.yml",
                                Yaml.text(FOLDER.resolve("targets.yml"))
                                        .replace("edge1.example.org:9999", "127.0.0.1:" + edge1.port("stats"))
                                        .replace("edge2.example.org:9999", "127.0.0.1:" + edge2.port("stats"))));
                PrometheusServer prometheus = PrometheusServer.start(quick("prometheus.yml", exporter)
                        .replace(
                                "haproxy.rules.yml",
                                RuleFile.DEFAULT.toAbsolutePath().toString()))) {
            prometheus.awaitQuery("haproxy_up == 1", PATIENCE, up -> up.size() == 2);
            prometheus.awaitQuery("haproxy_exporter_build_info", PATIENCE, own -> own.size() == 1);

            assertThat(labels(prometheus.query("haproxy_server_up"), "haproxy", "site", "job", "instance"))
                    .containsExactlyInAnyOrder(
                            List.of("edge1", "ams", "haproxy", address(exporter)),
                            List.of("edge2", "fra", "haproxy", address(exporter)));
            assertThat(labels(prometheus.query("haproxy_exporter_build_info"), "job", "instance"))
                    .containsExactly(List.of("haproxy", address(exporter)));
            prometheus.awaitQuery(
                    "haproxy_exporter_collector_success{collector=\"servers\"}", PATIENCE, runs -> runs.size() == 2);
            // The second job brings nothing that the first one has.
            assertThat(prometheus.query("count({__name__=~\"haproxy_process_.*\",haproxy=\"\"})"))
                    .isEmpty();
            assertThat(prometheus.process().output()).doesNotContainIgnoringCase("duplicate");
            prometheus.awaitQuery("haproxy:fleet_backend:balancers == 2", PATIENCE, found -> found.size() == 1);
            assertThat(Queries.rulesInTrouble(prometheus, RuleFile.DEFAULT)).isEmpty();
        }
    }

    /** Each HAProxy is scraped by one Prometheus, and all arrive where they write to. */
    @Test
    void shards_haveEachHaproxyOnceAndTogetherAll() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG);
                ScratchDirectory scratch = ScratchDirectory.create();
                ExporterProcess exporter = ExporterProcess.start("--config.file=" + targets(haproxy, scratch));
                PrometheusServer storage =
                        PrometheusServer.start("scrape_configs: []\n", "--web.enable-remote-write-receiver");
                PrometheusServer first = PrometheusServer.start(shard("0", exporter, storage));
                PrometheusServer second = PrometheusServer.start(shard("1", exporter, storage))) {
            storage.awaitQuery("haproxy_up == 1", PATIENCE, up -> up.size() == 10);

            List<String> scraped = new ArrayList<>();
            for (PrometheusServer prometheus : List.of(first, second)) {
                List<String> names = StreamSupport.stream(prometheus.targets().spliterator(), false)
                        .map(target -> target.path("labels").path("haproxy").asText())
                        .toList();
                assertThat(names).isNotEmpty();
                scraped.addAll(names);
            }
            assertThat(scraped)
                    .containsExactlyInAnyOrder(
                            IntStream.range(0, 10).mapToObj(i -> "lb" + i).toArray(String[]::new));
            assertThat(labels(storage.query("haproxy_up"), "shard")).contains(List.of("0"), List.of("1"));
        }
    }

    private static Path targets(HaproxyProcess haproxy, ScratchDirectory scratch) {
        StringBuilder file = new StringBuilder("targets:\n");
        IntStream.range(0, 10)
                .forEach(i -> file.append("  lb%d: {scrape_uri: '%s'}%n".formatted(i, haproxy.scrapeUri())));
        return scratch.write("targets.yml", file.toString());
    }

    private static String shard(String number, ExporterProcess exporter, PrometheusServer storage) {
        return quick("prometheus-shard.yml", exporter)
                .replace("\"0\"", '"' + number + '"')
                .replace("http://mimir:9009/api/v1/push", storage.url("/api/v1/write"));
    }

    private static String quick(String file, ExporterProcess exporter) {
        return Yaml.text(FOLDER.resolve(file))
                .replace("central:9101", address(exporter))
                .replace("15s", "1s")
                .replace("30s", "1s");
    }

    private static String address(ExporterProcess exporter) {
        return exporter.url("").replace("http://", "");
    }

    private static List<List<String>> labels(JsonNode result, String... names) {
        return StreamSupport.stream(result.spliterator(), false)
                .map(series -> Stream.of(names)
                        .map(name -> series.path("metric").path(name).asText())
                        .toList())
                .toList();
    }
}
