package io.github.haproxyexporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FamilyFilterTest {

    @ParameterizedTest
    @CsvSource({
        "haproxy_server_up, '', haproxy_server_up, true",
        "haproxy_server_up, '', haproxy_server_uptime, false",
        "haproxy_server_*, '', haproxy_server_up, true",
        "haproxy_*_up, '', haproxy_backend_up, true",
        "haproxy_*_up, '', haproxy_backend_weight, false",
        "haproxy_server_*, haproxy_*_up, haproxy_server_up, false",
        "'', haproxy_server_*, haproxy_server_up, false",
        "'', haproxy_server_*, haproxy_backend_up, true",
        "'', '', haproxy_backend_up, true",
        "@shipped, '', haproxy_server_status, true",
        "@shipped, '', haproxy_server_idle_connections_limit, false",
        "'', @shipped, haproxy_server_status, false",
    })
    void has_family_byTheLists(String included, String excluded, String family, boolean has) {
        assertThat(new FamilyFilter(list(included), list(excluded), false).has(family))
                .isEqualTo(has);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "haproxy server", "@other", "a.b", "haproxy_[a]", "@shipped*"})
    void isName_other_isFalse(String text) {
        assertThat(FamilyFilter.isName(text)).isFalse();
    }

    /** Columns and rows that nothing needs are not asked for, and not kept. */
    @Test
    void request_narrow_hasWhatIsNeededAndWhatTheLogNeeds() {
        SnapshotRequest request = assembler(
                        new FamilyFilter(List.of("haproxy_frontend_sessions_total"), List.of(), false))
                .request(Selection.everything());

        assertThat(request.kinds())
                .containsExactlyInAnyOrder(ObjectKind.FRONTEND, ObjectKind.BACKEND, ObjectKind.SERVER);
        assertThat(List.of("stot", "status", "last_chk")).allMatch(request.columns());
        assertThat(List.of("scur", "bin", "column_of_tomorrow")).noneMatch(request.columns());
        assertThat(request.unknownColumns()).isEqualTo(new SnapshotRequest.UnknownColumns(false, false));
    }

    @Test
    void request_patternOrExclusion_keepsColumnsOfTomorrow() {
        assertThat(List.of(
                        new FamilyFilter(List.of("haproxy_server_*"), List.of(), false),
                        new FamilyFilter(List.of("haproxy_server_tomorrow"), List.of(), false),
                        new FamilyFilter(List.of(), List.of("haproxy_server_up"), false)))
                .allSatisfy(filter -> assertThat(assembler(filter)
                                .request(Selection.everything())
                                .columns())
                        .accepts("tomorrow"));
        assertThat(assembler(new FamilyFilter(List.of(FamilyFilter.SHIPPED), List.of(), false))
                        .request(Selection.everything())
                        .columns())
                .rejects("tomorrow");
    }

    @Test
    void families_narrow_areThoseOfTheListsAndTheQuery() {
        String stat = "# pxname,svname,type,status,scur,tomorrow,\nshop,web1,2,UP,3,4,\n";
        FamilyFilter filter = new FamilyFilter(List.of("haproxy_server_*"), List.of("*_status", "*_up"), false);

        assertThat(names(filter, Selection.everything(), stat))
                .contains("haproxy_server_current_sessions", "haproxy_server_tomorrow")
                .allMatch(name -> name.startsWith("haproxy_server_"))
                .doesNotContain("haproxy_server_status", "haproxy_server_up");
        assertThat(names(
                        filter,
                        new Selection(
                                Selection.SCOPES,
                                Set.of("haproxy_server_status", "haproxy_server_tomorrow"),
                                Set.of(),
                                false,
                                false,
                                Set.of()),
                        stat))
                .containsExactly("haproxy_server_tomorrow");
    }

    private static List<String> names(FamilyFilter filter, Selection selection, String stat) {
        FamilyAssembler assembler = assembler(filter);
        return assembler.families(Snapshots.read(Dump.of(stat), assembler.request(selection)), selection).stream()
                .map(Family::name)
                .toList();
    }

    private static FamilyAssembler assembler(FamilyFilter filter) {
        return new FamilyAssembler(
                Catalogue.load(),
                KnownColumns.load(),
                Profile.EXPORTER,
                new ServerFilter(Optional.empty(), Set.of()),
                filter);
    }

    private static List<String> list(String name) {
        return name.isEmpty() ? List.of() : List.of(name);
    }
}
