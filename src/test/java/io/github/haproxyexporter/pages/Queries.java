package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.haproxyexporter.testing.PrometheusServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The expressions of the rules, asked of a Prometheus that has data. */
final class Queries {
    private Queries() {}

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
}
