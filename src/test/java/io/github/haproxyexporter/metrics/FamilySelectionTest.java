package io.github.haproxyexporter.metrics;

import static io.github.haproxyexporter.metrics.Families.STATES;
import static io.github.haproxyexporter.metrics.Families.families;
import static io.github.haproxyexporter.metrics.Families.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.stats.DownReason;
import io.github.haproxyexporter.testing.Dump;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the query and the flags leave out, and what HAProxy need not be asked for then. */
class FamilySelectionTest {

    @Test
    void filter_statuses_leavesServersOutButCountsThem() {
        ServerFilter filter = new ServerFilter(Optional.empty(), Set.of("MAINT (via a/b)", "no check", "DOWN 1/3"));
        List<String> samples = Tables.samples(families(Profile.EXPORTER, filter, Dump.of(STATES)));

        assertThat(samples)
                .filteredOn(sample -> sample.startsWith("haproxy_server_up"))
                .extracting(sample -> sample.replaceAll(".*server=(\\w+).*", "$1"))
                .containsExactly("up", "drain", "nolb", "gone");
        assertThat(samples).contains("haproxy_backend_servers{backend=shop,state=MAINT} 1");
        assertThat(samples).noneMatch(sample -> sample.contains("down_info") && sample.contains("server=down"));
    }

    @Test
    void filter_statuses_areComparedByTheLetter() {
        ServerFilter filter = new ServerFilter(Optional.empty(), Set.of("UP", "MAINT", "DOWN"));

        assertThat(Tables.samples(families(Profile.EXPORTER, filter, Dump.of(STATES))))
                .filteredOn(sample -> sample.startsWith("haproxy_server_up"))
                .extracting(sample -> sample.replaceAll(".*server=(\\w+).*", "$1"))
                .as("all but the one that is DOWN and nothing more, as in prometheus/haproxy_exporter")
                .containsExactly("up", "down", "maint", "drain", "nolb", "none");
    }

    @Test
    void filter_columns_leavesFamiliesOfServersOut() {
        ServerFilter filter = new ServerFilter(Optional.of(Set.of("scur", "status")), Set.of());

        assertThat(families(Profile.EXPORTER, filter, Dump.of(STATES)))
                .extracting(Family::name)
                .filteredOn(name -> !name.startsWith("haproxy_process") && !name.startsWith("haproxy_version"))
                .contains("haproxy_server_current_sessions", "haproxy_server_up", "haproxy_backend_weight")
                .doesNotContain("haproxy_server_weight", "haproxy_server_check_status");
    }

    @Test
    void selection_noMaintenance_leavesThemOut() {
        assertThat(Tables.samples(families(Profile.EXPORTER, Dump.of(STATES), "no-maint", "")))
                .contains("haproxy_backend_servers{backend=shop,state=MAINT} 1")
                .noneMatch(sample -> sample.contains("server=maint"));
    }

    @Test
    void selection_scopesAndMetrics_areHeeded() {
        assertThat(families(Profile.EXPORTER, Dump.of(STATES), "scope", "backend"))
                .extracting(Family::name)
                .isNotEmpty()
                .allMatch(name -> name.startsWith("haproxy_backend_"));
        assertThat(families(Profile.EXPORTER, Dump.of(STATES), "metrics", "haproxy_server_up,haproxy_backend_servers"))
                .extracting(Family::name)
                .containsExactly("haproxy_backend_servers", "haproxy_server_up");
        assertThat(families(Profile.EXPORTER, Dump.of(STATES), "metrics", "-haproxy_server_up"))
                .extracting(Family::name)
                .contains("haproxy_backend_up")
                .doesNotContain("haproxy_server_up");
    }

    @ParameterizedTest
    @CsvSource({
        "scope=frontend, show stat -1 1 -1, false",
        "scope=listener, show stat -1 8 -1, false",
        "scope=server, show stat -1 4 -1, false",
        "scope=backend, show stat -1 6 -1, false",
        "scope=global, '', false",
        "scope=sticktable, '', true",
        "scope=server&no-maint=, show stat -1 4 -1 no-maint, false",
        "no-maint=, show stat, true",
        "metrics=haproxy_server_up, show stat -1 4 -1, false",
        "metrics=haproxy_backend_up, show stat -1 2 -1, false",
        "metrics=haproxy_backend_servers, show stat -1 6 -1, false",
        "metrics=haproxy_process_jobs, '', false",
        "metrics=-haproxy_server_up, show stat, true",
        "metrics=haproxy_server_newer_total, show stat -1 4 -1, false",
        "extra-counters=, show stat, true",
    })
    void request_query_asksForNoMoreThanItNeeds(String query, String command, boolean tables) {
        // The commands themselves are shown by RequestNarrowingTest; here is what they are made of.
        List<Map.Entry<String, String>> parameters = parameters(query);
        var promex = Tables.assembler(Profile.PROMEX, ServerFilter.everything());
        var exporter =
                Tables.assembler(Profile.EXPORTER, ServerFilter.everything()).request(Selection.of(parameters));

        assertThat(exporter.kinds().isEmpty()).isEqualTo(command.isEmpty());
        assertThat(exporter.withoutMaintenance()).isEqualTo(command.contains("no-maint"));
        assertThat(exporter.columns().test("status")).isTrue();
        assertThat(promex.wants("sticktable", Selection.of(parameters))).isEqualTo(tables);
        int types = exporter.kinds().stream().mapToInt(kind -> kind.selector()).sum();
        if (command.contains("-1")) {
            assertThat(command).startsWith("show stat -1 " + types + " -1");
        } else if (!command.isEmpty()) {
            assertThat(types).isEqualTo(15);
        }
    }

    @Test
    void request_columns_areThoseThatAreNeeded() {
        var one = Tables.assembler(Profile.EXPORTER, ServerFilter.everything())
                .request(Selection.of(parameters("metrics=haproxy_server_current_sessions")));
        var reasons = Tables.assembler(Profile.EXPORTER, ServerFilter.everything())
                .request(Selection.of(parameters("metrics=haproxy_server_down_info")));

        assertThat(List.of("scur", "status", "never_heard_of")).allMatch(one.columns());
        assertThat(List.of("stot", "last_chk", "weight")).noneMatch(one.columns());
        assertThat(DownReason.COLUMNS).allMatch(reasons.columns());
    }
}
