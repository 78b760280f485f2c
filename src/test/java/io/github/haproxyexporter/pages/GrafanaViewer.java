package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.haproxyexporter.testing.PrometheusServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks a Prometheus what Grafana asks it for a dashboard with everything chosen. */
final class GrafanaViewer {
    /** What is chosen at the top: the last minutes. */
    private static final Duration RANGE = Duration.ofMinutes(5);

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*),(\\w+)\\)");
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");

    private final PrometheusServer prometheus;

    GrafanaViewer(PrometheusServer prometheus) {
        this.prometheus = prometheus;
    }

    /** The values that each variable offers: those of all the chosen time, so that what is gone now can still be chosen. */
    Map<String, List<String>> choices(GrafanaDashboard dashboard) {
        Map<String, List<String>> choices = new LinkedHashMap<>();
        Map<String, String> chosen = new LinkedHashMap<>();
        for (JsonNode variable : dashboard.variables()) {
            if (!variable.path("type").asText().equals("query")) {
                continue;
            }
            Matcher query =
                    LABEL_VALUES.matcher(variable.path("query").path("query").asText());
            if (!query.matches()) {
                throw new IllegalStateException("not label_values(series,label): " + variable);
            }
            String label = query.group(2);
            List<String> values = new ArrayList<>();
            prometheus
                    .query("group by (" + label + ") (last_over_time(" + filledIn(query.group(1) + "[$__range]", chosen)
                            + "))")
                    .findValuesAsText(label)
                    .forEach(values::add);
            String name = variable.path("name").asText();
            choices.put(name, values);
            chosen.put(
                    name, variable.path("allValue").asText(values.stream().collect(Collectors.joining("|", "(", ")"))));
        }
        return choices;
    }

    /** The answers to a panel's queries. */
    List<JsonNode> ask(GrafanaDashboard dashboard, JsonNode panel) {
        Map<String, String> chosen = new LinkedHashMap<>();
        choices(dashboard).forEach((name, values) -> chosen.put(name, String.join("|", values)));
        for (JsonNode variable : dashboard.variables()) {
            if (variable.has("allValue")) {
                chosen.put(
                        variable.path("name").asText(),
                        variable.path("allValue").asText());
            }
        }
        List<JsonNode> answers = new ArrayList<>();
        for (JsonNode target : panel.path("targets")) {
            String expression = filledIn(target.path("expr").asText(), chosen);
            Instant now = Instant.now();
            answers.add(
                    target.path("instant").asBoolean()
                            ? prometheus.query(expression)
                            : prometheus.queryRange(expression, now.minus(RANGE), now, Duration.ofSeconds(1)));
        }
        return answers;
    }

    /** Whether there is something to see in an answer to one query. */
    static boolean hasNumber(JsonNode answer) {
        for (JsonNode series : answer) {
            if (series.path("value").isArray()
                    && !series.path("value").path(1).asText().equals("NaN")) {
                return true;
            }
            for (JsonNode value : series.path("values")) {
                if (!value.path(1).asText().equals("NaN")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String filledIn(String expression, Map<String, String> chosen) {
        String ready = expression
                .replace("$__rate_interval", "15s")
                // A month of the test.
                .replace("[30d:5m]", "[1m:1s]")
                .replace("$__range", RANGE.toSeconds() + "s");
        return VARIABLE.matcher(ready).replaceAll(variable -> {
            String value = chosen.get(variable.group(1));
            if (value == null) {
                throw new IllegalStateException("no variable " + variable.group() + " in " + expression);
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
