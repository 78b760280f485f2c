package io.github.haproxyexporter.pages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A file of recording and alerting rules. */
record RuleFile(Path path, List<Rule> rules) {
    static final Path DEFAULT = Path.of("alerts/haproxy.rules.yml");
    static final Path PROMEX = Path.of("alerts/haproxy-promex.rules.yml");

    /**
     * One rule.
     *
     * @param alert the alert's name, or the recorded series' name
     */
    record Rule(
            String alert,
            boolean alerting,
            String expression,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    static RuleFile read(Path path) {
        List<Rule> rules = Yaml.maps(Yaml.read(path), "groups").stream()
                .flatMap(group -> Yaml.maps(group, "rules").stream())
                .map(RuleFile::rule)
                .toList();
        return new RuleFile(path, rules);
    }

    List<Rule> alerts() {
        return rules.stream().filter(Rule::alerting).toList();
    }

    List<String> alertNames() {
        return alerts().stream().map(Rule::alert).distinct().toList();
    }

    private static Rule rule(Map<String, Object> rule) {
        boolean alerting = rule.containsKey("alert");
        return new Rule(
                Yaml.string(rule, alerting ? "alert" : "record"),
                alerting,
                Yaml.string(rule, "expr"),
                strings(rule, "labels"),
                strings(rule, "annotations"));
    }

    private static Map<String, String> strings(Map<String, Object> rule, String key) {
        Map<String, String> strings = new TreeMap<>();
        Yaml.asMap(rule.getOrDefault(key, Map.of())).forEach((name, value) -> strings.put(name, value.toString()));
        return strings;
    }
}
