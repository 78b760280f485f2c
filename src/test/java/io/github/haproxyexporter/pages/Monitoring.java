package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.haproxyexporter.testing.AlertmanagerServer;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.PrometheusServer;
import io.github.haproxyexporter.testing.ScratchDirectory;
import io.github.haproxyexporter.testing.WebhookReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Exporter, Prometheus, Alertmanager and a receiver of pages, with the rules and the routing of this repository. */
final class Monitoring implements AutoCloseable {
    /** How much shorter an alert's {@code for} and {@code keep_firing_for} are in the test. Nothing else is changed. */
    private static final int HASTE = 30;

    private static final Pattern FOR =
            Pattern.compile("(?<=^ {8}(?:keep_firing_)?for: )(\\d+)([sm])$", Pattern.MULTILINE);

    private final ScratchDirectory scratch = ScratchDirectory.create();
    private final WebhookReceiver receiver = WebhookReceiver.start();
    private final ExporterProcess exporter;
    private final AlertmanagerServer alertmanager;
    private final PrometheusServer prometheus;

    /** @param flags more flags of the exporter */
    Monitoring(HaproxyProcess haproxy, String profile, Path rules, String... flags) {
        this(
                profile,
                rules,
                Stream.concat(Stream.of("--haproxy.scrape-uri=" + haproxy.scrapeUri()), Stream.of(flags))
                        .toArray(String[]::new));
    }

    /** @param flags of the exporter, its targets among them */
    Monitoring(String profile, Path rules, String... flags) {
        exporter = ExporterProcess.builder()
                .flags("--metrics.profile=" + profile)
                // What the rules and dashboards need must be all that they need.
                .flags("--metrics.include=@shipped")
                .flags(flags)
                .start();
        alertmanager = AlertmanagerServer.start(Yaml.text(Path.of("alerts/alertmanager.yml"))
                .replace("http://127.0.0.1:9099/", receiver.url())
                .replace("templates/*.tmpl", Path.of("alerts/templates").toAbsolutePath() + "/*.tmpl"));
        prometheus = PrometheusServer.start("""
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                rule_files: [%s]
                alerting:
                  alertmanagers:
                    - static_configs: [{targets: ["%s"]}]
                scrape_configs:
                  - job_name: haproxy
                    static_configs: [{targets: ["%s"]}]
                """.formatted(
                        scratch.write("rules.yml", hastened(Yaml.text(rules))),
                        alertmanager.address(),
                        exporter.url("").replace("http://", "")));
        prometheus.awaitTargetsUp();
    }

    PrometheusServer prometheus() {
        return prometheus;
    }

    AlertmanagerServer alertmanager() {
        return alertmanager;
    }

    WebhookReceiver receiver() {
        return receiver;
    }

    ExporterProcess exporter() {
        return exporter;
    }

    /** The address that stands in pages. */
    String instance() {
        return exporter.url("").replace("http://", "");
    }

    /** Names of the alerts that fire now, according to Prometheus. */
    List<String> firing() {
        return StreamSupport.stream(prometheus.alerts().spliterator(), false)
                .filter(alert -> alert.path("state").asText().equals("firing"))
                .map(alert -> alert.path("labels").path("alertname").asText())
                .sorted()
                .toList();
    }

    /** The alerts that would be notified: firing, and not silenced by another one. As {@code shop critical HAProxyBackendDown}. */
    Set<String> notified() {
        return StreamSupport.stream(alertmanager.alerts().spliterator(), false)
                .filter(alert -> alert.path("status").path("state").asText().equals("active"))
                .map(alert -> alert.path("labels"))
                .map(labels ->
                        labels.path("backend").asText(labels.path("frontend").asText("-")) + " "
                                + labels.path("severity").asText() + " "
                                + labels.path("alertname").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Waits for a page (or ticket) that tells of this alert. */
    JsonNode awaitPage(String alert, String status) {
        return receiver.awaitPage(alert + " " + status, Duration.ofMinutes(2), page -> tells(page, alert, status));
    }

    /** Whether a page has an alert of that name and status. */
    static boolean tells(JsonNode page, String alert, String status) {
        return StreamSupport.stream(page.path("alerts").spliterator(), false)
                .anyMatch(
                        entry -> entry.path("labels").path("alertname").asText().equals(alert)
                                && entry.path("status").asText().equals(status));
    }

    @Override
    public void close() {
        try (scratch;
                receiver;
                exporter;
                alertmanager) {
            prometheus.close();
        }
    }

    private static String hastened(String rules) {
        Map<String, Integer> seconds = Map.of("s", 1, "m", 60);
        return FOR.matcher(rules)
                .replaceAll(match ->
                        Math.max(1, Integer.parseInt(match.group(1)) * seconds.get(match.group(2)) / HASTE) + "s");
    }
}
