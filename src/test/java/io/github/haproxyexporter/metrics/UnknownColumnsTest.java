package io.github.haproxyexporter.metrics;

import static io.github.haproxyexporter.metrics.Families.families;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Dump;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Columns that no documentation names, as a later HAProxy may have them. */
class UnknownColumnsTest {

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
}
