package io.github.haproxyexporter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.CannedClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.testing.Family;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whole tables that no HAProxy of today sends: what can be read of them is served, and nothing else. */
class OddTablesTest {
    private static final String INFO = "Name: HAProxy\nPid: 1\n\n";

    private final Exposer exposer = new Exposer();

    @Test
    void shortRow_hasWhatItNames() throws HaproxyException {
        Map<String, Family> families = read("# pxname,svname,scur,smax,type,status,\nb,s,5\nb,BACKEND,7,9,1,UP,\n");

        assertThat(value(families, "haproxy_server_current_sessions", "backend", "b", "server", "s"))
                .isEqualTo(5);
        assertThat(value(families, "haproxy_backend_max_sessions", "backend", "b"))
                .isEqualTo(9);
        assertThat(families.get("haproxy_server_max_sessions").samples()).isEmpty();
    }

    @Test
    void longRow_losesOnlyWhatHasNoName() throws HaproxyException {
        Map<String, Family> families = read("# pxname,svname,scur,type,\nf,FRONTEND,5,0,99,98,97,\nf2,FRONTEND,6,0,\n");

        assertThat(families.get("haproxy_frontend_current_sessions").samples()).hasSize(2);
        assertThat(value(families, "haproxy_frontend_current_sessions", "frontend", "f"))
                .isEqualTo(5);
    }

    @Test
    void duplicateRowsAndProxies_countOnce() throws HaproxyException {
        Map<String, Family> families = read("# pxname,svname,scur,type,\nb,s,1,2,\nb,s,2,2,\nb,BACKEND,3,1,\n"
                + "b,BACKEND,4,1,\nb,OTHER,5,1,\nf,FRONTEND,6,0,\nf,x,7,0,\n");

        assertThat(value(families, "haproxy_server_current_sessions", "backend", "b", "server", "s"))
                .isEqualTo(1);
        assertThat(families.get("haproxy_backend_current_sessions").samples()).hasSize(1);
        assertThat(value(families, "haproxy_frontend_current_sessions", "frontend", "f"))
                .isEqualTo(6);
    }

    @Test
    void columnsInAnyOrder_giveTheSame() throws HaproxyException {
        List<List<String>> rows = Dumps.stat(Dumps.small())
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> List.of(line.replace("# ", "").split(",", -1)))
                .toList();
        // The first two name the object and stay; the modules' columns stay behind their separator.
        int modules = rows.get(0).indexOf("-");
        List<Integer> order = new ArrayList<>();
        for (int i = 2; i < modules; i++) {
            order.add(i);
        }
        Collections.reverse(order);
        String reordered = rows.stream()
                .map(row -> row.get(0) + "," + row.get(1) + ","
                        + order.stream().map(row::get).collect(Collectors.joining(",")) + ","
                        + String.join(",", row.subList(modules, row.size())) + "\n")
                .collect(Collectors.joining());

        assertThat(samples(read("# " + reordered)))
                .containsExactlyInAnyOrderElementsOf(
                        samples(read(Dumps.stat(Dumps.small()).stripTrailing() + "\n")));
    }

    @Test
    void missingColumns_haveNoFamilies() throws HaproxyException {
        Map<String, Family> families = read("# pxname,svname,\nf,FRONTEND\nb,s\nb,BACKEND\n");

        assertThat(families.keySet()).noneMatch(name -> name.startsWith("haproxy_server_current"));
    }

    @Test
    void renamedAndFutureColumns_areServedUnderTheirOwnNames() throws HaproxyException {
        Map<String, Family> families =
                read("# pxname,svname,type,scur_renamed,über:all,stot,-,h9_new,\nf,FRONTEND,0,5,6,7,-,8,\n");

        assertThat(value(families, "haproxy_frontend_scur_renamed", "frontend", "f"))
                .isEqualTo(5);
        assertThat(value(families, "haproxy_frontend__ber_all", "frontend", "f"))
                .isEqualTo(6);
        assertThat(value(families, "haproxy_frontend_h9_new", "frontend", "f")).isEqualTo(8);
        assertThat(families).doesNotContainKey("haproxy_frontend_current_sessions");
    }

    @Test
    void sameColumnTwice_countsOnce() throws HaproxyException {
        Map<String, Family> families =
                read("# pxname,svname,type,scur,scur,pxname,new,new,\nf,FRONTEND,0,5,6,g,7,8,\n");

        assertThat(value(families, "haproxy_frontend_current_sessions", "frontend", "f"))
                .isEqualTo(5);
        assertThat(value(families, "haproxy_frontend_new", "frontend", "f")).isEqualTo(7);
    }

    /** The counter {@code new_total} is the family {@code new} in OpenMetrics. */
    @Test
    void columnsWhoseFamiliesWouldMeet_areWellFormed() {
        String table =
                "# pxname,svname,type,stot,sessions,new_total,new,new_created,a:b,a_b,\nf,FRONTEND,0,1,2,3,4,5,6,7,\n";

        assertThat(exposer.judge(client(table), Exposer.WITH_MODULES)).isTrue();
    }

    @Test
    void oddNumbers_areKeptToTheDigitOrLeftOut() throws HaproxyException {
        Map<String, Family> families = read("# pxname,svname,type,scur,smax,slim,bin,bout,dreq,qcur,rate,\n"
                + "f,FRONTEND,0,-3,18446744073709551616,1.25,18446744073709551615,007,1e5,--1,0x10,\n");

        assertThat(text(families, "haproxy_frontend_current_sessions")).isEqualTo("-3");
        assertThat(text(families, "haproxy_frontend_max_sessions")).isEqualTo("18446744073709551616");
        assertThat(text(families, "haproxy_frontend_limit_sessions")).isEqualTo("1.25");
        assertThat(text(families, "haproxy_frontend_bytes_in_total")).isEqualTo("18446744073709551615");
        assertThat(text(families, "haproxy_frontend_bytes_out_total")).isEqualTo("7");
        assertThat(families.get("haproxy_frontend_requests_denied_total").samples())
                .isEmpty();
    }

    @Test
    void negativeCounter_isLeftOutOfOpenMetrics() {
        assertThat(exposer.judge(
                        client("# pxname,svname,type,stot,bin,\nf,FRONTEND,0,-1,-1.5,\n"), Exposer.WITH_MODULES))
                .isTrue();
    }

    @Test
    void hugeCheckCode_isWellFormed() {
        assertThat(exposer.judge(
                        client("# pxname,svname,type,status,check_status,check_code,\nb,s,2,DOWN,L7STS,"
                                + "1234567890123456789,\n"),
                        Exposer.WITH_MODULES))
                .isTrue();
    }

    @Test
    void nulsAndControlsInNames_becomeSpaces() throws HaproxyException {
        Map<String, Family> families = read("# pxname,svname,type,scur,\n\0f\u001b[31m,FRONTEND,0,5,\n");

        assertThat(value(families, "haproxy_frontend_current_sessions", "frontend", " f [31m"))
                .isEqualTo(5);
    }

    @Test
    void sameTableOrNameServerTwice_countsOnce() {
        String tables = "# table: t, type: ip, size:100, used:1\n# table: t, type: ip, size:100, used:2\n\n"
                + "Resolvers section r\n nameserver n:\n  sent: 1\n nameserver n:\n  sent: 2\n\n";
        CannedClient client = CannedClient.socket(
                commands -> (commands.get(0).equals("show table") ? tables : INFO + "# pxname,svname,\n\n")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(exposer.judge(client, Exposer.WITH_MODULES)).isTrue();
    }

    @Test
    void headerWithoutRows_isAWholeTable() throws HaproxyException {
        assertThat(read("# pxname,svname,type,\n").keySet()).noneMatch(name -> name.startsWith("haproxy_server"));
    }

    private Map<String, Family> read(String table) throws HaproxyException {
        return exposer.text(client(table), Profile.EXPORTER);
    }

    private static CannedClient client(String table) {
        byte[] answer = (INFO + table + "\n").getBytes(StandardCharsets.UTF_8);
        return CannedClient.socket(commands -> commands.get(0).endsWith("typed")
                ? "\n".repeat(commands.size()).getBytes(StandardCharsets.UTF_8)
                : Arrays.copyOf(answer, answer.length));
    }

    private static List<String> samples(Map<String, Family> families) {
        return families.values().stream()
                .flatMap(family -> family.samples().stream())
                .map(sample -> sample.series() + " " + sample.text())
                .toList();
    }

    private static double value(Map<String, Family> families, String family, String... labels) {
        assertThat(families).containsKey(family);
        return families.get(family).value(labels);
    }

    private static String text(Map<String, Family> families, String family) {
        assertThat(families).containsKey(family);
        return families.get(family).samples().get(0).text();
    }
}
