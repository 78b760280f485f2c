package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.haproxyexporter.pages.DashboardSource.Panel;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Promtool;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {
    private static final Path FOLDER = Path.of("grafana");

    /** Bookmarks and links of other people's pages hold these: a change breaks them. */
    private static final Map<String, String> UIDS = Map.of(
            "overview", "haproxy-overview",
            "backend", "haproxy-backend",
            "frontend", "haproxy-frontend",
            "process", "haproxy-process",
            "exporter", "haproxy-exporter");

    static Stream<Path> sources() throws IOException {
        return list(DashboardSource.FOLDER, ".yml").stream();
    }

    static Stream<Path> dashboards() throws IOException {
        return list(FOLDER, ".json").stream();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void dashboard_isWhatItsSourceSays(Path source) {
        DashboardSource dashboard = DashboardSource.read(source);
        new GeneratedFile(FOLDER.resolve(dashboard.uid() + ".json")).mustBe(DashboardWriter.write(dashboard));
    }

    @Test
    void uids_areStableAndEachFileHasASource() throws IOException {
        Map<String, String> uids = new TreeMap<>();
        sources()
                .forEach(source -> uids.put(
                        source.getFileName().toString().replace(".yml", ""),
                        DashboardSource.read(source).uid()));

        assertThat(uids).containsExactlyInAnyOrderEntriesOf(UIDS);
        assertThat(dashboards().map(path -> path.getFileName().toString().replace(".json", "")))
                .containsExactlyInAnyOrderElementsOf(UIDS.values());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyDatasource_isTheVariable(Path file) throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(file.toFile());

        assertThat(dashboard.findValues("datasource"))
                .isNotEmpty()
                .allSatisfy(datasource ->
                        assertThat(datasource.path("uid").asText()).isEqualTo("${datasource}"));
        assertThat(dashboard
                        .path("templating")
                        .path("list")
                        .path(0)
                        .path("type")
                        .asText())
                .isEqualTo("datasource");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void variables_coverWhatIsAskedFor(Path file) throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
        JsonNode variables = dashboard.path("templating").path("list");

        assertThat(variables.findValuesAsText("name")).startsWith("datasource", "job", "instance", "haproxy");
        assertThat(variables)
                .filteredOn(variable -> variable.path("type").asText().equals("query"))
                .allSatisfy(variable ->
                        assertThat(variable.path("multi").asBoolean()).isTrue());
        // What an expression asks for, the page must let the reader choose.
        Set<String> names = Set.copyOf(variables.findValuesAsText("name"));
        assertThat(dashboard.findValuesAsText("expr"))
                .allSatisfy(expression -> assertThat(expression.replace("$__rate_interval", ""))
                        .satisfies(text -> assertThat(Pattern.compile("\\$(\\w+)")
                                        .matcher(text)
                                        .results()
                                        .map(match -> match.group(1)))
                                .isSubsetOf(names)));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void everyPanel_explainsItself(Path source) {
        List<Panel> panels = DashboardSource.read(source).panels();

        assertThat(panels).extracting(Panel::title).doesNotHaveDuplicates();
        assertThat(panels).allSatisfy(panel -> {
            assertThat(panel.description()).as(panel.title()).endsWith(".").hasSizeGreaterThan(20);
            assertThat(panel.unit()).as(panel.title()).isNotBlank();
            assertThat(panel.queries()).as(panel.title()).isNotEmpty();
            assertThat(panel.queries()).as(panel.title()).allSatisfy(query -> {
                assertThat(query.legend()).isNotBlank();
                // Any other window is wrong for some scrape interval or zoom; the time since a start is asked for by
                // name.
                assertThat(query.expression().replace("[15m]", "[$__rate_interval]"))
                        .doesNotContainPattern("\\[(?!\\$__rate_interval])");
            });
        });
    }

    @Test
    void everyLink_leadsToADashboardOrARunbook() throws IOException {
        Set<String> alerts = Set.copyOf(RuleFile.read(RuleFile.DEFAULT).alertNames());
        List<Panel> panels = sources()
                .flatMap(source -> DashboardSource.read(source).panels().stream())
                .toList();
        Set<String> linked = panels.stream()
                .flatMap(panel -> Stream.concat(
                        Stream.of(panel.link(), panel.runbook()),
                        panel.links().values().stream().map(Object::toString)))
                .filter(target -> !target.isEmpty())
                .collect(Collectors.toSet());

        assertThat(linked)
                .allSatisfy(target -> assertThat(alerts.contains(target) || UIDS.containsValue(target))
                        .as(target)
                        .isTrue());
        assertThat(linked).contains("haproxy-backend", "haproxy-frontend", "haproxy-process", "HAProxyServerDown");
    }

    @Test
    void everyExpression_isPromql() throws IOException {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboards\n    rules:\n");
        int number = 0;
        for (Path source : sources().toList()) {
            for (Panel panel : DashboardSource.read(source).panels()) {
                for (DashboardSource.Query query : panel.queries()) {
                    rules.append("      - record: expression:%d%n        expr: %s%n"
                            .formatted(number++, quoted(query.expression().replace("$__rate_interval", "5m"))));
                }
            }
        }
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            Finished promtool = Promtool.checkRules(scratch.write("rules.yml", rules.toString()));

            assertThat(promtool.exitCode()).as(promtool.out() + promtool.err()).isZero();
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("\n", " ").replace("'", "''") + "'";
    }

    private static List<Path> list(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
