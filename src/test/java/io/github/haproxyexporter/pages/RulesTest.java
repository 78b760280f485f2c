package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Promtool;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {
    private static final Path TESTS = Path.of("alerts/tests");
    private static final Path RUNBOOKS = Path.of("docs/runbooks");
    private static final String RUNBOOK_BASE =
            "https://github.com/haproxyexporter/haproxy-exporter/blob/main/docs/runbooks/";

    static Stream<Path> ruleFiles() {
        return Stream.of(RuleFile.DEFAULT, RuleFile.PROMEX);
    }

    @ParameterizedTest
    @MethodSource("ruleFiles")
    void rules_satisfyPromtool(Path rules) {
        Finished promtool = Promtool.checkRules(rules);

        assertThat(promtool.exitCode()).as(promtool.out() + promtool.err()).isZero();
    }

    @Test
    void rules_passTheirUnitTests() throws IOException {
        Finished promtool = Promtool.testRules(testFiles().toArray(Path[]::new));

        assertThat(promtool.exitCode()).as(promtool.out() + promtool.err()).isZero();
    }

    /** As with {@code --metrics.states=current}: a series of a state ends when the state does. */
    @Test
    void rules_seriesOfCurrentStatesOnly_passTheirUnitTests() throws IOException {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            Path[] tests = testFiles().stream()
                    .map(file -> scratch.write(
                            file.getFileName().toString(),
                            onlyCurrent(Yaml.text(file)).replace("../", TESTS.toAbsolutePath() + "/../")))
                    .toArray(Path[]::new);

            Finished promtool = Promtool.testRules(tests);

            assertThat(tests).anySatisfy(test -> assertThat(test).content().contains("stale _x"));
            assertThat(promtool.exitCode()).as(promtool.out() + promtool.err()).isZero();
        }
    }

    private static String onlyCurrent(String test) {
        Pattern states = Pattern.compile("(- series: haproxy_\\w+_status\\{.*state=.*\\n +values: )(.*)");
        return states.matcher(test)
                .replaceAll(series -> Matcher.quoteReplacement(series.group(1)
                        + series.group(2)
                                .replaceAll("\\b0x(\\d+)", "stale _x$1")
                                .replaceAll("(?<= |^)0(?= |$)", "stale")));
    }

    @Test
    void everyAlert_isSeenFiringInAUnitTest() throws IOException {
        Set<String> fired = new TreeSet<>();
        for (Path file : testFiles()) {
            for (Map<String, Object> test : Yaml.maps(Yaml.read(file), "tests")) {
                Yaml.maps(test, "alert_rule_test").stream()
                        .filter(alert -> !Yaml.maps(alert, "exp_alerts").isEmpty())
                        .forEach(alert -> fired.add(Yaml.string(alert, "alertname")));
            }
        }

        assertThat(fired)
                .containsExactlyInAnyOrderElementsOf(
                        RuleFile.read(RuleFile.DEFAULT).alertNames());
    }

    @ParameterizedTest
    @MethodSource("ruleFiles")
    void everyAlert_saysHowSevereItIsWhatItIsAndWhereToRead(Path rules) {
        assertThat(RuleFile.read(rules).alerts()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.labels().get("severity")).as(rule.alert()).isIn("critical", "warning");
            assertThat(rule.annotations().keySet())
                    .as(rule.alert())
                    .containsExactlyInAnyOrder("summary", "description", "next_step", "runbook_url");
            assertThat(rule.annotations().get("runbook_url")).isEqualTo(RUNBOOK_BASE + rule.alert() + ".md");
            // An alert of a whole fleet belongs to no instance, and names its cluster.
            assertThat(rule.annotations().get("summary"))
                    .contains(
                            rule.expression().contains("haproxy:fleet_")
                                    ? "with $labels.cluster"
                                    : "{{ $labels.instance }}");
        });
    }

    @Test
    void everyAlert_hasARunbookAndEveryRunbookAnAlert() throws IOException {
        Set<String> runbooks;
        try (Stream<Path> files = Files.list(RUNBOOKS)) {
            runbooks = files.map(file -> file.getFileName().toString().replaceFirst("\\.md$", ""))
                    .filter(name -> !name.equals("README"))
                    .collect(Collectors.toSet());
        }

        assertThat(runbooks)
                .containsExactlyInAnyOrderElementsOf(
                        RuleFile.read(RuleFile.DEFAULT).alertNames());
    }

    /** A threshold nobody compares with, or one that is compared with but not defined, would be a number that does nothing. */
    @Test
    void thresholds_areEachUsed() {
        RuleFile rules = RuleFile.read(RuleFile.DEFAULT);
        Pattern threshold = Pattern.compile("haproxy:threshold:\\w+");
        Set<String> used = rules.alerts().stream()
                .flatMap(rule -> threshold.matcher(rule.expression()).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        List<String> defined = rules.rules().stream()
                .map(RuleFile.Rule::alert)
                .filter(name -> threshold.matcher(name).matches())
                .toList();

        assertThat(used).containsExactlyInAnyOrderElementsOf(defined);
    }

    private static List<Path> testFiles() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            return files.sorted().toList();
        }
    }
}
