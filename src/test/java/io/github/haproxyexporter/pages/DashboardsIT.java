package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The dashboards before a real Prometheus that scrapes a real HAProxy, while all is well, while it is not, and while nothing can be seen. */
class DashboardsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** The tiles that count what is wrong. */
    private static final List<String> TROUBLE = List.of(
            "HAProxys unseen",
            "Backends DOWN",
            "Servers DOWN",
            "Servers taken out",
            "Frontends stopped or full",
            "Alerts firing");

    @ParameterizedTest
    @EnumSource
    void everyPanel_showsWhatThereIs(DashboardProfile profile) {
        Path rules = profile == DashboardProfile.PROMEX ? RuleFile.PROMEX : RuleFile.DEFAULT;
        try (Shop shop = new Shop();
                ScratchDirectory scratch = ScratchDirectory.create();
                Monitoring monitoring = new Monitoring(
                        shop.haproxy(),
                        profile.flag(),
                        rules,
                        "--haproxy.pid-file="
                                + scratch.write(
                                        "pid", Long.toString(shop.haproxy().servingPid())))) {
            List<GrafanaDashboard> dashboards = GrafanaDashboard.of(profile);
            GrafanaDashboard overview = dashboard(dashboards, profile, "haproxy-overview");
            GrafanaDashboard server = dashboard(dashboards, profile, "haproxy-server");
            GrafanaViewer viewer = new GrafanaViewer(monitoring.prometheus());

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(TROUBLE)
                            .allSatisfy(tile ->
                                    assertThat(tile(viewer, overview, tile)).isEqualTo("0")));
            everyVariableOffersSomething(viewer, dashboards);

            shop.servers().answerStatus("web2", 503);
            shop.haproxy().socket().change("set server shop/web1 state maint");

            Set<String> unanswered = new TreeSet<>();
            dashboards.forEach(dashboard -> dashboard.panels().forEach(panel -> unanswered.add(key(dashboard, panel))));
            await().atMost(PATIENCE).untilAsserted(() -> {
                dashboards.forEach(dashboard -> dashboard.panels().stream()
                        .filter(panel -> unanswered.contains(key(dashboard, panel)))
                        .filter(panel -> viewer.ask(dashboard, panel).stream().allMatch(GrafanaViewer::hasNumber))
                        .forEach(panel -> unanswered.remove(key(dashboard, panel))));
                assertThat(unanswered).isEmpty();
            });
            everyTableIsFilled(viewer, dashboards);
            tablesTellWhatIsLeftAndWhy(viewer, overview, server);
            everyLinkFindsWhatItNeeds(viewer, dashboards);

            shop.haproxy().socket().change("shutdown frontend www");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tile(viewer, overview, "Frontends stopped or full"))
                            .isEqualTo("1"));

            monitoring.exporter().close();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(tile(viewer, overview, "HAProxys unseen"))
                            .isEqualTo("1"));
            // Nothing is known, and nothing is shown as 0.
            assertThat(List.of("Backends DOWN", "Servers DOWN", "Servers taken out", "Servers UP"))
                    .allSatisfy(tile -> assertThat(tile(viewer, overview, tile)).isEqualTo("No data"));
        }
    }

    private static void everyVariableOffersSomething(GrafanaViewer viewer, List<GrafanaDashboard> dashboards) {
        assertThat(dashboards)
                .allSatisfy(dashboard -> viewer.choices(dashboard).forEach((variable, values) -> {
                    // The only HAProxy has no name.
                    assertThat(values.isEmpty())
                            .as(dashboard.uid() + " $" + variable)
                            .isEqualTo(variable.equals("haproxy"));
                }));
    }

    /** Each column has a value in some row, and no row stands for one query alone. */
    private static void everyTableIsFilled(GrafanaViewer viewer, List<GrafanaDashboard> dashboards) {
        Set<String> optional = Set.of("HAProxy", "Frontend", "Backend", "Server");
        assertThat(dashboards)
                .allSatisfy(dashboard -> dashboard.panels().stream()
                        .filter(panel -> panel.path("type").asText().equals("table"))
                        .forEach(panel -> {
                            List<Map<String, String>> rows = rows(viewer, dashboard, panel);
                            Set<String> headings = new TreeSet<>();
                            panel.findPath("renameByName").forEach(heading -> headings.add(heading.asText()));
                            assertThat(rows).as(key(dashboard, panel)).isNotEmpty();
                            headings.removeAll(optional);
                            if (headings.contains("Alert")) {
                                headings.remove("Instance");
                            }
                            // A label without a value is none.
                            headings.removeAll(Set.of("Name", "Tracks", "Code"));
                            assertThat(rows)
                                    .as(key(dashboard, panel))
                                    .allSatisfy(row -> assertThat(row).containsKeys(headings.toArray(String[]::new)));
                        }));
    }

    private static void tablesTellWhatIsLeftAndWhy(
            GrafanaViewer viewer, GrafanaDashboard overview, GrafanaDashboard server) {
        assertThat(rows(viewer, overview, overview.panel("Backends by what is left")))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("Backend", "shop")
                        .containsEntry("Active left", "0")
                        .containsEntry("Backups left", "1")
                        .containsEntry("DOWN", "1")
                        .containsEntry("Taken out", "1"));
        for (String table : List.of("Servers DOWN and the reason", "Outages in the chosen time")) {
            assertThat(rows(viewer, overview, overview.panel(table)))
                    .singleElement()
                    .satisfies(row -> assertThat(row)
                            .containsEntry("Server", "web2")
                            .containsEntry("Status", "L7STS")
                            .containsEntry("Code", "503"));
        }
        assertThat(rows(viewer, server, server.panel("Out of service, and by what")))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("Server", "web1")
                        .containsEntry("State", "MAINT")
                        .containsEntry("Cause", "command"));
        assertThat(rows(viewer, server, server.panel("Address, weight, and what it follows")))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.get("Address")).startsWith("127.0.0.1:"));
    }

    private static void everyLinkFindsWhatItNeeds(GrafanaViewer viewer, List<GrafanaDashboard> dashboards) {
        dashboards.stream()
                .flatMap(PanelLink::of)
                .filter(PanelLink::leadsToADashboard)
                .forEach(link -> {
                    List<JsonNode> answers = viewer.ask(link.dashboard(), link.panel());
                    assertThat(answers)
                            .allSatisfy(answer -> assertThat(answer)
                                    .allSatisfy(series -> assertThat(link.labels())
                                            .as(link.toString())
                                            .allSatisfy(label -> assertThat(series.path("metric")
                                                            .has(label))
                                                    .as(label + " in " + series.path("metric"))
                                                    .isTrue())));
                    if (!link.columns().isEmpty()) {
                        assertThat(PanelTable.rows(link.panel(), answers))
                                .as(link.toString())
                                .allSatisfy(row -> assertThat(row.keySet()).containsAll(link.columns()));
                    }
                });
    }

    private static List<Map<String, String>> rows(GrafanaViewer viewer, GrafanaDashboard dashboard, JsonNode panel) {
        return PanelTable.rows(panel, viewer.ask(dashboard, panel));
    }

    /** The number in a tile. */
    private static String tile(GrafanaViewer viewer, GrafanaDashboard dashboard, String title) {
        JsonNode panel = dashboard.panel(title);
        JsonNode answer = viewer.ask(dashboard, panel).get(0);
        return answer.isEmpty()
                ? panel.path("fieldConfig").path("defaults").path("noValue").asText()
                : answer.path(0).path("value").path(1).asText();
    }

    private static GrafanaDashboard dashboard(List<GrafanaDashboard> dashboards, DashboardProfile profile, String uid) {
        return dashboards.stream()
                .filter(dashboard -> dashboard.uid().equals(profile.uid(uid)))
                .findFirst()
                .orElseThrow();
    }

    private static String key(GrafanaDashboard dashboard, JsonNode panel) {
        return dashboard.uid() + " / " + panel.path("title").asText();
    }
}
