package io.github.haproxyexporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.metrics.Selection.Parameter;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyAssemblerTest {

    private static final String STATES = Tables.csv(
            "pxname,svname,type,status,scur,check_status,check_code,check_duration,weight,mode",
            "web,FRONTEND,0,OPEN,1,,,,,http",
            "off,FRONTEND,0,STOP,1,,,,,http",
            "web,in,3,OPEN,1,,,,,http",
            "web,full,3,FULL,1,,,,,http",
            "web,odd,3,PAUSED,1,,,,,http",
            "shop,up,2,UP 4/5,18446744073709551615,L7OK,200,12,1,http",
            "shop,down,2,DOWN 1/3,2,* L4CON,,1500,1,http",
            "shop,maint,2,MAINT (via a/b),3,,,,1,http",
            "shop,drain,2,DRAIN,4,L4OK,,0,0,http",
            "shop,nolb,2,NOLB 1/2,5,L7OKC,404,1,1,http",
            "shop,none,2,no check,6,,,,1,http",
            "shop,BACKEND,1,UP,7,,,,3,http",
            "dead,gone,2,DOWN,,INI,,,1,http",
            "dead,BACKEND,1,DOWN,,,,,0,http",
            "bare,BACKEND,1,UP,,,,,0,http");

    @Test
    void families_exporterProfile_haveItsLabels() {
        assertThat(samples(Profile.EXPORTER, "current_sessions"))
                .containsExactly(
                        "haproxy_frontend_current_sessions{frontend=web} 1",
                        "haproxy_frontend_current_sessions{frontend=off} 1",
                        "haproxy_listener_current_sessions{frontend=web,listener=in} 1",
                        "haproxy_listener_current_sessions{frontend=web,listener=full} 1",
                        "haproxy_listener_current_sessions{frontend=web,listener=odd} 1",
                        "haproxy_backend_current_sessions{backend=shop} 7",
                        "haproxy_server_current_sessions{backend=shop,server=up} 18446744073709551615",
                        "haproxy_server_current_sessions{backend=shop,server=down} 2",
                        "haproxy_server_current_sessions{backend=shop,server=maint} 3",
                        "haproxy_server_current_sessions{backend=shop,server=drain} 4",
                        "haproxy_server_current_sessions{backend=shop,server=nolb} 5",
                        "haproxy_server_current_sessions{backend=shop,server=none} 6");
    }

    @Test
    void families_promexProfile_haveItsLabelsAndNaN() {
        assertThat(samples(Profile.PROMEX, "current_sessions"))
                .contains(
                        "haproxy_frontend_current_sessions{proxy=web} 1",
                        "haproxy_listener_current_sessions{proxy=web,listener=in} 1",
                        "haproxy_backend_current_sessions{proxy=bare} NaN",
                        "haproxy_server_current_sessions{proxy=dead,server=gone} NaN");
    }

    @Test
    void serverUp_isOneWhereRequestsAreTaken() {
        assertThat(samples(Profile.EXPORTER, "_up"))
                .containsExactly(
                        "haproxy_backend_up{backend=shop} 1",
                        "haproxy_backend_up{backend=dead} 0",
                        "haproxy_backend_up{backend=bare} 1",
                        "haproxy_server_up{backend=shop,server=up} 1",
                        "haproxy_server_up{backend=shop,server=down} 0",
                        "haproxy_server_up{backend=shop,server=maint} 0",
                        "haproxy_server_up{backend=shop,server=drain} 1",
                        "haproxy_server_up{backend=shop,server=nolb} 0",
                        "haproxy_server_up{backend=shop,server=none} 1",
                        "haproxy_server_up{backend=dead,server=gone} 0");
    }

    @Test
    void serverStatus_oneStateHolds() {
        assertThat(samples(Profile.EXPORTER, "haproxy_server_status"))
                .hasSize(35)
                .filteredOn(sample -> sample.endsWith(" 1"))
                .containsExactly(
                        "haproxy_server_status{backend=shop,server=up,state=UP} 1",
                        "haproxy_server_status{backend=shop,server=down,state=DOWN} 1",
                        "haproxy_server_status{backend=shop,server=maint,state=MAINT} 1",
                        "haproxy_server_status{backend=shop,server=drain,state=DRAIN} 1",
                        "haproxy_server_status{backend=shop,server=nolb,state=NOLB} 1",
                        "haproxy_server_status{backend=shop,server=none,state=UP} 1",
                        "haproxy_server_status{backend=dead,server=gone,state=DOWN} 1");
    }

    @Test
    void proxyAndListenerStatus_oneStateHoldsOrNone() {
        assertThat(samples(Profile.PROMEX, "haproxy_frontend_status"))
                .containsExactly(
                        "haproxy_frontend_status{proxy=web,state=DOWN} 0",
                        "haproxy_frontend_status{proxy=web,state=UP} 1",
                        "haproxy_frontend_status{proxy=off,state=DOWN} 1",
                        "haproxy_frontend_status{proxy=off,state=UP} 0");
        assertThat(samples(Profile.PROMEX, "haproxy_backend_status"))
                .filteredOn(sample -> sample.endsWith(" 1"))
                .containsExactly(
                        "haproxy_backend_status{proxy=shop,state=UP} 1",
                        "haproxy_backend_status{proxy=dead,state=DOWN} 1",
                        "haproxy_backend_status{proxy=bare,state=UP} 1");
        assertThat(samples(Profile.EXPORTER, "haproxy_listener_status"))
                .hasSize(9)
                .filteredOn(sample -> sample.endsWith(" 1"))
                .containsExactly(
                        "haproxy_listener_status{frontend=web,listener=in,state=OPEN} 1",
                        "haproxy_listener_status{frontend=web,listener=full,state=FULL} 1");
    }

    @Test
    void checkStatus_isThereWhereThereIsACheck() {
        assertThat(samples(Profile.EXPORTER, "haproxy_server_check_status"))
                .hasSize(5 * 16)
                .filteredOn(sample -> sample.endsWith(" 1"))
                .containsExactly(
                        "haproxy_server_check_status{backend=shop,server=up,state=L7OK} 1",
                        "haproxy_server_check_status{backend=shop,server=down,state=L4CON} 1",
                        "haproxy_server_check_status{backend=shop,server=drain,state=L4OK} 1",
                        "haproxy_server_check_status{backend=shop,server=nolb,state=L7OKC} 1");
    }

    @Test
    void checkCode_withoutOne_isZeroInPromexOnly() {
        assertThat(samples(Profile.EXPORTER, "check_code"))
                .containsExactly(
                        "haproxy_server_check_code{backend=shop,server=up} 200",
                        "haproxy_server_check_code{backend=shop,server=nolb} 404");
        assertThat(samples(Profile.PROMEX, "check_code"))
                .containsExactly(
                        "haproxy_server_check_code{proxy=shop,server=up} 200",
                        "haproxy_server_check_code{proxy=shop,server=down} 0",
                        "haproxy_server_check_code{proxy=shop,server=drain} 0",
                        "haproxy_server_check_code{proxy=shop,server=nolb} 404",
                        "haproxy_server_check_code{proxy=dead,server=gone} 0");
    }

    @Test
    void checkDuration_isInMilliseconds() {
        assertThat(samples(Profile.EXPORTER, "check_duration"))
                .contains(
                        "haproxy_server_check_duration_seconds{backend=shop,server=up} 12ms",
                        "haproxy_server_check_duration_seconds{backend=shop,server=down} 1500ms");
    }

    @Test
    void backendServers_countsEachState() {
        assertThat(samples(Profile.EXPORTER, "haproxy_backend_servers"))
                .containsExactlyInAnyOrder(
                        "haproxy_backend_servers{backend=shop,state=DOWN} 1",
                        "haproxy_backend_servers{backend=shop,state=UP} 2",
                        "haproxy_backend_servers{backend=shop,state=MAINT} 1",
                        "haproxy_backend_servers{backend=shop,state=DRAIN} 1",
                        "haproxy_backend_servers{backend=shop,state=NOLB} 1",
                        "haproxy_backend_servers{backend=dead,state=DOWN} 1",
                        "haproxy_backend_servers{backend=dead,state=UP} 0",
                        "haproxy_backend_servers{backend=dead,state=MAINT} 0",
                        "haproxy_backend_servers{backend=dead,state=DRAIN} 0",
                        "haproxy_backend_servers{backend=dead,state=NOLB} 0");
        assertThat(samples(Profile.PROMEX, "agg_check_status"))
                .filteredOn(sample -> !sample.endsWith(" 0"))
                .containsExactlyInAnyOrder(
                        "haproxy_backend_agg_check_status{proxy=shop,state=L7OK} 1",
                        "haproxy_backend_agg_check_status{proxy=shop,state=L4CON} 1",
                        "haproxy_backend_agg_check_status{proxy=shop,state=L4OK} 1",
                        "haproxy_backend_agg_check_status{proxy=shop,state=L7OKC} 1");
    }

    @Test
    void downInfo_isThereForServersThatAreDown() {
        assertThat(samples(Profile.EXPORTER, "down_info"))
                .containsExactly(
                        "haproxy_server_down_info{backend=shop,server=down,check_status=L4CON,check_code=,"
                                + "reason=Layer4 connection problem; recovering, 1 of 3 checks passed} 1",
                        "haproxy_server_down_info{backend=dead,server=gone,check_status=INI,check_code=,reason=INI} 1");
        assertThat(Tables.samples(families(
                        Profile.EXPORTER,
                        ServerFilter.everything(),
                        Dump.of(Tables.csv("pxname,svname,type,status", "a,b,2,UP")))))
                .noneMatch(sample -> sample.contains("down_info"));
    }

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

    @Test
    void process_fieldsAndTexts_areThere() {
        List<String> exporter = Tables.samples(families(Profile.EXPORTER, ServerFilter.everything(), Dump.haproxy26()));
        List<String> promex = Tables.samples(families(Profile.PROMEX, ServerFilter.everything(), Dump.haproxy26()));

        assertThat(exporter)
                .contains(
                        "haproxy_process_max_connections{} 1000",
                        "haproxy_process_node{node=edge1} 1",
                        "haproxy_process_description{desc=Edge \"north\"} 1",
                        "haproxy_process_spliced_bytes_out_total{} 0")
                .anyMatch(sample -> sample.startsWith("haproxy_version_info{release_date=20"))
                .noneMatch(sample -> sample.startsWith("haproxy_sticktable") || sample.startsWith("haproxy_resolver"));
        assertThat(promex)
                .contains(
                        "haproxy_sticktable_size{name=web,type=ip} 1024",
                        "haproxy_sticktable_used{name=web,type=ip} 1",
                        "haproxy_resolver_sent{resolver=dns,nameserver=local} 19",
                        "haproxy_resolver_nx{resolver=default,nameserver=192.0.2.53} 0",
                        "haproxy_process_current_zlib_memory{} NaN")
                .noneMatch(sample -> sample.startsWith("haproxy_version_info"));
    }

    @Test
    void process_emptyField_isAbsentOrNaN() {
        Dump dump = Dump.of(STATES).with("show info", "Name: HAProxy\nZlibMemUsage: \nMaxconn: many\n");

        assertThat(Tables.samples(families(Profile.EXPORTER, ServerFilter.everything(), dump)))
                .noneMatch(sample -> sample.startsWith("haproxy_process_"));
        assertThat(Tables.samples(families(Profile.PROMEX, ServerFilter.everything(), dump)))
                .filteredOn(sample -> sample.startsWith("haproxy_process_"))
                .containsExactly("haproxy_process_current_zlib_memory{} NaN", "haproxy_process_max_zlib_memory{} NaN");
    }

    @Test
    void unknownColumns_areNamedAfterThemselvesAndTypedByHaproxy() {
        List<Family> exporter = families(Profile.EXPORTER, unknownColumns(), "extra-counters", "");
        List<Family> promex = families(Profile.PROMEX, unknownColumns(), "extra-counters", "");

        assertThat(newer(exporter))
                .containsExactly(
                        "haproxy_frontend_newer_total COUNTER",
                        "haproxy_server_newer_total COUNTER",
                        "haproxy_server_odd_name GAUGE",
                        "haproxy_server_level GAUGE",
                        "haproxy_server_mystery UNKNOWN",
                        "haproxy_server_h9_open GAUGE",
                        "haproxy_server_h9_sent_total COUNTER");
        assertThat(newer(promex))
                .containsExactly(
                        "haproxy_frontend_newer COUNTER",
                        "haproxy_server_newer COUNTER",
                        "haproxy_server_odd_name GAUGE",
                        "haproxy_server_level_total GAUGE",
                        "haproxy_server_mystery UNKNOWN",
                        "haproxy_server_h9_open COUNTER",
                        "haproxy_server_h9_sent_total COUNTER");
        assertThat(Tables.samples(exporter)).contains("haproxy_server_h9_open{backend=shop,server=web1} 5");
        assertThat(Tables.samples(promex)).contains("haproxy_server_h9_open{proxy=shop,server=web1,mod=h9} 5");
    }

    @Test
    void unknownColumns_modules_areThereOnlyWhenAskedFor() {
        assertThat(newer(families(Profile.EXPORTER, ServerFilter.everything(), unknownColumns())))
                .contains("haproxy_server_newer_total COUNTER")
                .noneMatch(family -> family.contains("h9_"));
    }

    @Test
    void unknownColumns_selectionAndFilter_areHeeded() {
        assertThat(newer(families(Profile.EXPORTER, unknownColumns(), "metrics", "haproxy_server_newer_total")))
                .containsExactly("haproxy_server_newer_total COUNTER");
        assertThat(newer(families(Profile.EXPORTER, unknownColumns(), "scope", "frontend")))
                .containsExactly("haproxy_frontend_newer_total COUNTER");
        assertThat(newer(families(
                        Profile.EXPORTER, new ServerFilter(Optional.of(Set.of("scur")), Set.of()), unknownColumns())))
                .containsExactly("haproxy_frontend_newer_total COUNTER");
    }

    @Test
    void unknownColumns_nameThatIsTaken_isLeftOut() {
        Dump dump = Dump.of(Tables.csv(
                        "pxname,svname,iid,sid,type,status,scur,up,current_sessions,a-b,a_b,c,c_total",
                        "shop,web1,3,1,2,UP,1,5,6,7,8,9,10"))
                .with("show stat 3 4 1 typed", "S.3.1.12.c_total.1:MCP:u64:10\n");

        assertThat(Tables.samples(families(Profile.EXPORTER, ServerFilter.everything(), dump)))
                .filteredOn(sample -> sample.startsWith("haproxy_server_") && !sample.contains("status"))
                .containsExactly(
                        "haproxy_server_current_sessions{backend=shop,server=web1} 1",
                        "haproxy_server_up{backend=shop,server=web1} 1",
                        "haproxy_server_a_b{backend=shop,server=web1} 7",
                        "haproxy_server_c{backend=shop,server=web1} 9");
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
        List<Parameter> parameters = parameters(query);
        var request =
                Tables.assembler(Profile.PROMEX, ServerFilter.everything()).request(Selection.of(parameters));
        var exporter =
                Tables.assembler(Profile.EXPORTER, ServerFilter.everything()).request(Selection.of(parameters));

        assertThat(exporter.kinds().isEmpty()).isEqualTo(command.isEmpty());
        assertThat(exporter.withoutMaintenance()).isEqualTo(command.contains("no-maint"));
        assertThat(exporter.stickTables()).isFalse();
        assertThat(exporter.nameServers()).isFalse();
        assertThat(exporter.columns().test("status")).isTrue();
        assertThat(request.stickTables()).isEqualTo(tables);
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
        assertThat(List.of(DownReason.COLUMNS)).allMatch(reasons.columns());
    }

    private static Dump unknownColumns() {
        return Dump.of(Tables.csv(
                        "pxname,svname,iid,sid,type,status,newer,odd-name,level_total,mystery,words,-,h9_open,h9_sent_total,h9_none",
                        "web,FRONTEND,2,0,0,OPEN,1,,,,,-,,,",
                        "shop,web1,3,1,2,UP,2,3,4,4,5,-,5,6,"))
                .with("show stat 2 1 0 typed", "F.2.0.6.newer.1:MCP:u64:1\n")
                .with("show stat 3 4 1 typed", """
                        S.3.1.7.odd-name.1:MGP:u32:3
                        S.3.1.8.level_total.1:MGP:u32:4
                        S.3.1.10.words.1:MGP:str:5
                        S.3.1.11.h9_open.1:MGP:u32:5
                        S.3.1.12.h9_sent_total.1:MCP:u64:6
                        """);
    }

    private static List<String> newer(List<Family> families) {
        return families.stream()
                .filter(family -> family.help().startsWith("Column "))
                .map(family -> family.name() + " " + family.type())
                .toList();
    }

    private static List<String> samples(Profile profile, String part) {
        return Tables.samples(families(profile, ServerFilter.everything(), Dump.of(STATES))).stream()
                .filter(sample -> sample.substring(0, sample.indexOf('{')).contains(part))
                .toList();
    }

    private static List<Family> families(Profile profile, ServerFilter filter, Dump dump) {
        return families(profile, filter, dump, Selection.everything());
    }

    private static List<Family> families(Profile profile, Dump dump, String parameter, String value) {
        return families(
                profile, ServerFilter.everything(), dump, Selection.of(List.of(new Parameter(parameter, value))));
    }

    private static List<Family> families(Profile profile, ServerFilter filter, Dump dump, Selection selection) {
        FamilyAssembler assembler = Tables.assembler(profile, filter);
        Dump whole = dump.text("show table").startsWith("Unknown command")
                ? dump.with("show table", "").with("show resolvers", "")
                : dump;
        Snapshot snapshot = Snapshots.read(whole, assembler.request(selection));
        return assembler.families(snapshot, selection);
    }

    private static List<Parameter> parameters(String query) {
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            parameters.add(new Parameter(pair.replaceFirst("=.*", ""), pair.replaceFirst("^[^=]*=", "")));
        }
        return parameters;
    }
}
