package io.github.haproxyexporter.metrics;

import static io.github.haproxyexporter.metrics.Families.STATES;
import static io.github.haproxyexporter.metrics.Families.families;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Dump;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a table becomes: names, labels and figures of each kind of object and of the process. */
class FamilyAssemblerTest {

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
    void frontendStatus_ofAPausedOne_isUpInPromexOnly() {
        Dump paused = Dump.of(Tables.csv("pxname,svname,type,status", "www,FRONTEND,0,PAUSED"));

        assertThat(upFrontends(Profile.EXPORTER, paused))
                .containsExactly("haproxy_frontend_status{frontend=www,state=UP} 0");
        assertThat(upFrontends(Profile.PROMEX, paused))
                .containsExactly("haproxy_frontend_status{proxy=www,state=UP} 1");
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

    /** A backend that HAProxy 3.4 has unpublished goes on serving those that it has. */
    @Test
    void backend_unpublished_isUpAsLongAsItsServersAre() {
        Dump dump =
                Dump.of(Tables.csv("pxname,svname,type,status", "a,BACKEND,1,UP (UNPUB)", "b,BACKEND,1,DOWN (UNPUB)"));

        assertThat(Tables.samples(families(Profile.EXPORTER, ServerFilter.everything(), dump)))
                .contains("haproxy_backend_up{backend=a} 1", "haproxy_backend_up{backend=b} 0");
        assertThat(Tables.samples(families(Profile.PROMEX, ServerFilter.everything(), dump)))
                .contains("haproxy_backend_status{proxy=a,state=UP} 1", "haproxy_backend_status{proxy=b,state=DOWN} 1");
    }

    @Test
    void downInfo_isThereForServersThatAreDown() {
        assertThat(samples(Profile.EXPORTER, "down_info"))
                .containsExactly(
                        "haproxy_server_down_info{backend=shop,server=down,check_status=L4CON,check_code=,"
                                + "reason=Layer4 connection problem} 1",
                        "haproxy_server_down_info{backend=dead,server=gone,check_status=INI,check_code=,reason=INI} 1");
        assertThat(Tables.samples(families(
                        Profile.EXPORTER,
                        ServerFilter.everything(),
                        Dump.of(Tables.csv("pxname,svname,type,status", "a,b,2,UP")))))
                .noneMatch(sample -> sample.contains("down_info"));
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
                .contains(
                        "haproxy_sticktable_size{name=web,type=ip} 1024",
                        "haproxy_resolver_sent{resolver=dns,nameserver=local} 19")
                .anyMatch(sample -> sample.startsWith("haproxy_version_info{release_date=20"));
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

    private static List<String> upFrontends(Profile profile, Dump dump) {
        return Tables.samples(families(profile, ServerFilter.everything(), dump)).stream()
                .filter(sample -> sample.startsWith("haproxy_frontend_status{") && sample.contains("state=UP"))
                .toList();
    }

    private static List<String> samples(Profile profile, String part) {
        return Tables.samples(families(profile, ServerFilter.everything(), Dump.of(STATES))).stream()
                .filter(sample -> sample.substring(0, sample.indexOf('{')).contains(part))
                .toList();
    }
}
