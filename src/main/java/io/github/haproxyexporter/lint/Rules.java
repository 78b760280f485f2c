package io.github.haproxyexporter.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rule table: the rows of {@code rules.tsv} beside this class, each with its check. */
public final class Rules {
    private static final List<Rule> ALL = load();

    private Rules() {}

    /** Every rule, by id. */
    public static List<Rule> all() {
        return ALL;
    }

    private static List<Rule> load() {
        Map<String, Rule.Check> checks = Stream.of(
                        ServerRules.checks(),
                        CheckRules.checks(),
                        TimingRules.checks(),
                        BackendRules.checks(),
                        TransportRules.checks(),
                        AccessRules.checks(),
                        ProcessRules.checks())
                .flatMap(group -> group.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        try (InputStream in = Objects.requireNonNull(Rules.class.getResourceAsStream("rules.tsv"), "rules.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Rule(
                            cells[0],
                            Severity.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                            cells[2],
                            cells[3],
                            Objects.requireNonNull(checks.get(cells[0]), cells[0])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
