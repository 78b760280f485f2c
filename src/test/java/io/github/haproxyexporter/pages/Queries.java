package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.haproxyexporter.testing.PrometheusServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All expressions of all dashboards, asked again and again while the situation changes. */
final class Queries {
    private final Map<String, String> unanswered = new LinkedHashMap<>();

    Queries() {
        try (Stream<Path> sources = Files.list(DashboardSource.FOLDER)) {
            sources.sorted()
                    .map(DashboardSource::read)
                    .forEach(dashboard -> dashboard
                            .panels()
                            .forEach(panel -> panel.queries()
                                    .forEach(query -> unanswered.put(
                                            dashboard.uid() + " / " + panel.title() + " / " + query.legend(),
                                            filledIn(query.expression())))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + DashboardSource.FOLDER, e);
        }
    }

    /** Asks what has had no answer yet; Prometheus refuses a wrong expression with an exception. */
    void ask(PrometheusServer prometheus) {
        unanswered.entrySet().removeIf(query -> hasNumber(prometheus.query(query.getValue())));
    }

    /** What never had data, by dashboard, panel and legend. */
    Set<String> unanswered() {
        return new TreeSet<>(unanswered.keySet());
    }

    /** Asks for every expression of the rules, and gives what Prometheus itself found wrong in them. */
    static List<String> rulesInTrouble(PrometheusServer prometheus, Path rules) {
        RuleFile.read(rules).rules().forEach(rule -> prometheus.query(rule.expression()));
        List<String> trouble = new ArrayList<>();
        for (JsonNode group : prometheus.rules()) {
            for (JsonNode rule : group.path("rules")) {
                if (!rule.path("health").asText().equals("ok")) {
                    trouble.add(rule.path("name").asText() + ": "
                            + rule.path("lastError").asText("not evaluated"));
                }
            }
        }
        return trouble;
    }

    /** As Grafana fills in a dashboard with everything chosen. */
    private static String filledIn(String expression) {
        return expression.replace("$__rate_interval", "15s").replaceAll("\"\\$\\w+\"", "\".*\"");
    }

    private static boolean hasNumber(JsonNode result) {
        for (JsonNode series : result) {
            if (!series.path("value").path(1).asText().equals("NaN")) {
                return true;
            }
        }
        return false;
    }
}
