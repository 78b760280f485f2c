package io.github.haproxyexporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.ParityHaproxy;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictExpositionIT {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";

    @ParameterizedTest
    @CsvSource({"exporter, ''", "exporter, ?extra-counters", "promex, ''", "promex, ?extra-counters"})
    void metrics_everyStateInBothFormats_passTheStrictParser(String profile, String query) {
        try (ParityHaproxy parity = ParityHaproxy.start(HaproxyFlavor.system());
                ExporterProcess exporter = ExporterProcess.start(
                        "--haproxy.scrape-uri=" + parity.scrapeUri(), "--metrics.profile=" + profile)) {
            Map<String, Family> text =
                    ExpositionParser.text(exporter.scrape("/metrics" + query).body());
            Map<String, Family> openMetrics = ExpositionParser.openMetrics(
                    exporter.scrape("/metrics" + query, "Accept", OPEN_METRICS).body());

            assertThat(text).containsKeys("haproxy_up", "haproxy_server_status");
            assertThat(haproxySamples(openMetrics)).isEqualTo(haproxySamples(text));
        }
    }

    private static long haproxySamples(Map<String, Family> families) {
        return families.values().stream()
                .filter(family -> !family.name().startsWith("haproxy_exporter_"))
                .filter(family -> family.name().startsWith("haproxy_"))
                .flatMap(family -> family.samples().stream())
                // Where HAProxy's exporter has a counter without a value, OpenMetrics has nothing.
                .filter(sample -> !sample.text().equals("NaN"))
                .count();
    }
}
