package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.haproxyexporter.pages.DashboardSource.Panel;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Promtool;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardsTest {
    /** Bookmarks and links of other people's pages hold these: a change breaks them. */
    private static final Map<String, String> UIDS = Map.of(
            "overview", "haproxy-overview",
            "backend", "haproxy-backend",
            "server", "haproxy-server",
            "frontend", "haproxy-frontend",
            "process", "haproxy-process",
            "tls", "haproxy-tls",
            "dns", "haproxy-dns",
            "exporter", "haproxy-exporter");

    /** The reader's own window, and those that a panel names: of starts, of exporters that went away, of a month. */
    private static final Pattern OTHER_WINDOW =
            Pattern.compile("\\[(?!\\$__rate_interval]|\\$__range]|\\$__range:15s]|15m]|1h]|30d:5m])");

    private static final Pattern VARIABLE = Pattern.compile("\\$(?!__)(\\w+)");

    static Stream<Arguments> sources() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.list(DashboardSource.FOLDER)) {
            sources = files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
        return sources.stream()
                .flatMap(source ->
                        Arrays.stream(DashboardProfile.values()).map(profile -> Arguments.of(source, profile)));
    }

    static Stream<GrafanaDashboard> dashboards() {
        return Arrays.stream(DashboardProfile.values()).flatMap(profile -> GrafanaDashboard.of(profile).stream());
    }

    @ParameterizedTest
    @MethodSource("sources")
    void dashboard_isWhatItsSourceSays(Path source, DashboardProfile profile) {
        DashboardSource dashboard = DashboardSource.read(source, profile);

        new GeneratedFile(profile.folder().resolve(dashboard.uid() + ".json")).mustBe(DashboardWriter.write(dashboard));
    }

    @ParameterizedTest
    @EnumSource
    void uids_areStableAndEachFileHasASource(DashboardProfile profile) throws IOException {
        Map<String, String> uids = new TreeMap<>();
        sources()
                .map(arguments -> (Path) arguments.get()[0])
                .forEach(source -> uids.put(
                        source.getFileName().toString().replace(".yml", ""),
                        DashboardSource.read(source, DashboardProfile.EXPORTER).uid()));

        assertThat(uids).containsExactlyInAnyOrderEntriesOf(UIDS);
        assertThat(GrafanaDashboard.of(profile))
                .allSatisfy(dashboard -> assertThat(dashboard.file()).hasFileName(dashboard.uid() + ".json"))
                .extracting(GrafanaDashboard::uid)
                .containsExactlyInAnyOrderElementsOf(
                        UIDS.values().stream().map(profile::uid).toList());
    }

    /** Grafana refuses the second of two dashboards in a folder that have one uid or one title. */
    @Test
    void bothProfiles_canBeInOneFolder() {
        assertThat(dashboards()).extracting(GrafanaDashboard::uid).doesNotHaveDuplicates();
        assertThat(dashboards()).extracting(GrafanaDashboard::title).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyDatasource_isTheVariable(GrafanaDashboard dashboard) {
        assertThat(dashboard.json().findValues("datasource"))
                .isNotEmpty()
                .allSatisfy(datasource ->
                        assertThat(datasource.path("uid").asText()).isEqualTo("${datasource}"));
        assertThat(dashboard.variables().path(0).path("type").asText()).isEqualTo("datasource");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void variables_coverWhatIsAskedFor(GrafanaDashboard dashboard) {
        assertThat(dashboard.variableNames()).startsWith("datasource", "job", "instance", "haproxy");
        assertThat(dashboard.variables())
                .filteredOn(variable -> variable.path("type").asText().equals("query"))
                .allSatisfy(variable -> {
                    assertThat(variable.path("multi").asBoolean()).isTrue();
                    // A label may be absent, as haproxy is with one target. All jobs are those of the list: others are
                    // not HAProxy's.
                    assertThat(variable.path("allValue").asText())
                            .isEqualTo(variable.path("name").asText().equals("job") ? "" : ".*");
                });
        // What an expression asks for, the page must let the reader choose.
        assertThat(dashboard.json().findValuesAsText("expr"))
                .isNotEmpty()
                .allSatisfy(expression -> assertThat(
                                VARIABLE.matcher(expression).results().map(match -> match.group(1)))
                        .isSubsetOf(dashboard.variableNames()));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panels_haveIdsAndPlacesOfTheirOwn(GrafanaDashboard dashboard) {
        assertThat(dashboard.panels())
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates();
        assertThat(dashboard.panels())
                .extracting(panel -> panel.path("gridPos").path("x") + ","
                        + panel.path("gridPos").path("y"))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void everyPanel_explainsItself(Path source, DashboardProfile profile) {
        List<Panel> panels = DashboardSource.read(source, profile).panels();

        assertThat(panels).extracting(Panel::title).doesNotHaveDuplicates();
        assertThat(panels).allSatisfy(panel -> {
            assertThat(panel.description()).as(panel.title()).endsWith(".").hasSizeGreaterThan(20);
            assertThat(panel.unit()).as(panel.title()).isNotBlank();
            assertThat(panel.queries()).as(panel.title()).isNotEmpty();
            assertThat(panel.queries()).as(panel.title()).allSatisfy(query -> {
                assertThat(query.legend()).isNotBlank();
                // Any other window is wrong for some scrape interval or zoom.
                assertThat(query.expression()).doesNotContainPattern(OTHER_WINDOW);
            });
        });
    }

    /** One bad balancer among ten must be seen, so a line is of one instance, and one HAProxy. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void everySeries_tellsItsInstance(GrafanaDashboard dashboard) {
        assertThat(dashboard.panels())
                .filteredOn(panel -> Set.of("timeseries", "state-timeline")
                        .contains(panel.path("type").asText()))
                .allSatisfy(panel -> assertThat(panel.findValuesAsText("legendFormat"))
                        .as(panel.path("title").asText())
                        .allSatisfy(legend -> assertThat(legend).contains("{{instance}}")));
        assertThat(dashboard.panels())
                .filteredOn(panel -> panel.path("type").asText().equals("table"))
                .allSatisfy(panel -> assertThat(panel.findPath("renameByName").has("instance"))
                        .as(panel.path("title").asText())
                        .isTrue());
    }

    /** What is not known must not look as if it were well: Grafana gives what has no number the first colour. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void withoutData_nothingIsGreen(GrafanaDashboard dashboard) {
        assertThat(dashboard.panels())
                .filteredOn(panel -> panel.path("type").asText().equals("stat"))
                .allSatisfy(panel -> {
                    JsonNode defaults = panel.path("fieldConfig").path("defaults");
                    JsonNode first = defaults.path("thresholds").path("steps").path(0);
                    assertThat(first.path("value").isNull()).isTrue();
                    assertThat(first.path("color").asText())
                            .as(panel.path("title").asText())
                            .isIn("purple", "text");
                    assertThat(defaults.path("noValue").asText()).isEqualTo("No data");
                });
    }

    /** Without a merge a table shows the answer to its first query only. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void tablesOfSeveralQueries_areMergedOnceTheirOwnFieldsAreGone(GrafanaDashboard dashboard) {
        assertThat(dashboard.panels())
                .filteredOn(panel -> panel.path("type").asText().equals("table")
                        && panel.path("targets").size() > 1)
                .allSatisfy(panel -> assertThat(StreamSupport.stream(
                                        panel.path("transformations").spliterator(), false)
                                .map(transformation -> transformation.path("id").asText()))
                        .as(panel.path("title").asText())
                        .containsExactly("filterFieldsByName", "merge", "organize"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyLink_leadsToADashboardThatKnowsWhatItSets(GrafanaDashboard dashboard) {
        DashboardProfile profile = dashboard.file().getParent().equals(DashboardProfile.PROMEX.folder())
                ? DashboardProfile.PROMEX
                : DashboardProfile.EXPORTER;
        Map<String, GrafanaDashboard> targets =
                GrafanaDashboard.of(profile).stream().collect(Collectors.toMap(GrafanaDashboard::uid, found -> found));

        assertThat(PanelLink.of(dashboard).filter(PanelLink::leadsToADashboard)).allSatisfy(link -> {
            assertThat(targets).containsKey(link.uid());
            assertThat(targets.get(link.uid()).variableNames()).containsAll(link.variables());
            assertThat(link.variables()).contains("datasource", "job", "instance", "haproxy");
            assertThat(dashboard.variableNames()).containsAll(link.passedOn());
            // What is filled in must be there: a label in each series, a column in the table.
            assertThat(link.panel().findValuesAsText("legendFormat"))
                    .allSatisfy(legend -> assertThat(link.labels())
                            .allSatisfy(label -> assertThat(legend).contains("{{" + label + "}}")));
            assertThat(StreamSupport.stream(
                                    link.panel().findPath("renameByName").spliterator(), false)
                            .map(JsonNode::asText))
                    .containsAll(link.columns());
        });
    }

    @ParameterizedTest
    @MethodSource("sources")
    void everyLink_leadsToADashboardOrARunbook(Path source, DashboardProfile profile) {
        Set<String> alerts = Set.copyOf(RuleFile.read(RuleFile.DEFAULT).alertNames());
        Set<String> linked = DashboardSource.read(source, profile).panels().stream()
                .flatMap(panel -> Stream.concat(
                        Stream.of(panel.link(), panel.runbook()),
                        panel.links().values().stream().map(Object::toString)))
                .filter(target -> !target.isEmpty() && !target.equals("alert"))
                .collect(Collectors.toSet());

        assertThat(linked)
                .allSatisfy(target -> assertThat(alerts.contains(target)
                                || UIDS.values().stream().map(profile::uid).anyMatch(target::equals))
                        .as(target)
                        .isTrue());
    }

    @ParameterizedTest
    @EnumSource
    void everyExpression_isPromql(DashboardProfile profile) {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboards\n    rules:\n");
        int number = 0;
        for (GrafanaDashboard dashboard : GrafanaDashboard.of(profile)) {
            for (String expression : dashboard.json().findValuesAsText("expr")) {
                rules.append("      - record: expression:%d%n        expr: %s%n"
                        .formatted(
                                number++,
                                quoted(expression
                                        .replace("$__rate_interval", "5m")
                                        .replace("$__range", "1h"))));
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
}
