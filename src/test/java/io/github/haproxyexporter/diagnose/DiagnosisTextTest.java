package io.github.haproxyexporter.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.cli.report.DiagnosisJson;
import io.github.haproxyexporter.cli.report.DiagnosisText;
import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.diagnose.Diagnosis.Group;
import io.github.haproxyexporter.diagnose.Diagnosis.OfServer;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.history.TransitionLog;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.stats.AdminStates;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.ServerStates;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.stats.StatView;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Golden;
import io.github.haproxyexporter.testing.Snapshots;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a person reads; {@code -Dupdate=true} writes the golden files anew. */
class DiagnosisTextTest {
    private static final HaproxyAddress SOCKET = HaproxyAddress.parse("unix:/run/haproxy/admin.sock");
    private static final Instant NOW = Instant.parse("2026-11-24T14:05:23Z");
    private static final String HEADER =
            "# pxname,svname,type,mode,status,lastchg,chkdown,weight,bck,check_status,check_code,check_duration,last_chk,"
                    + "agent_status,last_agt,tracked,addr,\n";
    private static final String CONFIG = """
            backend shop
                mode http
                option httpchk GET /health HTTP/1.1
                http-check expect status 200
                timeout check 2s
                server web1 10.0.0.1:8080 check
                server web2 10.0.0.2:8080 check
                server web3 10.0.0.3:8080 check
            """;
    private static final String LOG =
            "Nov 24 14:02:11 lb haproxy[7]: Server shop/web1 is DOWN, reason: Layer7 wrong status, code: 301, info: \"Moved"
                    + " Permanently\", check duration: 4ms. 2 active and 0 backup servers left. 0 sessions active.\n";

    @Test
    void oneServerOfThree_isLaidOutIn80Columns() throws Exception {
        Diagnosis diagnosis = oneServerOfThree();
        String text = text(diagnosis, Page.NARROW, false);
        golden("diagnosis.txt", text);
        golden("diagnosis.wide.txt", text(diagnosis, Page.WIDE, false));
        golden("diagnosis.json", DiagnosisJson.write(diagnosis, List.of()));
        assertThat(text.lines().filter(line -> !isCommand(diagnosis, line)))
                .as("lines that are not there to be copied")
                .allMatch(line -> line.length() <= 80);
        assertThat(text(diagnosis, Page.NARROW, true))
                .contains(
                        "\u001b[1mshop/web1\u001b[21m\u001b[0m has been \u001b[31mDOWN\u001b[39m\u001b[0m since 14:02:11 (3m12s)");
    }

    /** One cause at 2:47 in the morning: one block, and the first line says that clients are affected. */
    @Test
    void fortyServersOfThreeBackends_thatFellTogether_areOneGroup() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (String backend : List.of("api", "shop", "web")) {
            int servers = backend.equals("web") ? 14 : 13;
            for (int i = 1; i <= servers; i++) {
                rows.append(row(backend, "s" + i, "DOWN", 724 + i % 4, "L4CON,,0,Connection refused"));
            }
            rows.append(backend + ",BACKEND,1,http,DOWN,724,1,0,,,,,,,,,,\n");
        }
        Diagnosis diagnosis = diagnose(rows.toString(), Wanted.everything(), Optional.empty(), "");
        assertThat(diagnosis.groups()).hasSize(1);
        golden("forty.txt", text(diagnosis, Page.NARROW, false));
    }

    @Test
    void twoCausesAtOnce_areTwoGroups_theWorstFirst() throws Exception {
        String rows = row("shop", "web1", "DOWN", 60, "L7STS,503,2,Service Unavailable")
                + row("shop", "web2", "DOWN", 62, "L7STS,503,2,Service Unavailable")
                + row("shop", "web3", "UP", 9000, "L7OK,200,2,OK")
                + "shop,BACKEND,1,http,UP,9000,0,1,,,,,,,,,,\n"
                + row("db", "one", "DOWN", 60, "L4TOUT,,2000,")
                + "db,BACKEND,1,tcp,DOWN,60,1,0,,,,,,,,,,\n"
                + row("old", "late", "DOWN", 7000, "L7STS,503,2,Service Unavailable")
                + row("old", "good", "UP", 7000, "L7OK,200,2,OK")
                + "old,BACKEND,1,http,UP,9000,0,1,,,,,,,,,,\n";
        golden("two-causes.txt", text(diagnose(rows, Wanted.everything(), Optional.empty(), ""), Page.NARROW, false));
    }

    @Test
    void namedServerInMaintenance_isDescribed() throws Exception {
        String rows = row("shop", "web1", "MAINT", 500, ",,,")
                + row("shop", "web2", "UP", 9000, "L7OK,200,2,OK")
                + "shop,BACKEND,1,http,UP,9000,0,1,,,,,,,,,,\n";
        String states = STATES + "2 shop 1 web1 10.0.0.1 0 1 - 80\n2 shop 2 web2 10.0.0.2 2 0 - 80\n";
        golden(
                "named-maintenance.txt",
                text(diagnose(rows, new Wanted(List.of("shop/web1")), Optional.empty(), states), Page.NARROW, false));
        assertThat(text(diagnose(rows, Wanted.everything(), Optional.empty(), states), Page.NARROW, false))
                .isEqualTo("Nothing is down.\n");
    }

    @Test
    void allDrained_isAnOutage() throws Exception {
        String rows = row("shop", "web1", "DRAIN", 500, "L7OK,200,2,OK")
                + row("shop", "web2", "DRAIN", 503, "L7OK,200,2,OK")
                + "shop,BACKEND,1,http,DOWN,500,1,0,,,,,,,,,,\n";
        String states = STATES + "2 shop 1 web1 10.0.0.1 2 8 - 80\n2 shop 2 web2 10.0.0.2 2 8 - 80\n";
        Diagnosis diagnosis = diagnose(rows, Wanted.everything(), Optional.empty(), states);
        assertThat(diagnosis.anythingDown()).isTrue();
        golden("all-drained.txt", text(diagnosis, Page.NARROW, false));
    }

    @Test
    void agentsDrainAndMaint_areTheAgents() throws Exception {
        String rows = "shop,web1,2,http,DRAIN (agent),40,0,1,0,,,,,CHECKED,,,10.0.0.1:80,\n"
                + "shop,web2,2,http,MAINT,40,0,1,0,,,,,CHECKED,,,10.0.0.2:80,\n"
                + "shop,web3,2,http,DOWN (agent),40,0,1,0,,,,,L7STS,via agent : down (disk),,10.0.0.3:80,\n"
                + "shop,BACKEND,1,http,DOWN,40,1,0,,,,,,,,,,\n";
        String states = STATES + "2 shop 1 web1 10.0.0.1 2 8 - 80\n2 shop 2 web2 10.0.0.2 0 1 - 80\n";
        golden("agents.txt", text(diagnose(rows, Wanted.everything(), Optional.empty(), states), Page.NARROW, false));
    }

    @Test
    void emptySlotsOfATemplate_areNotDown() throws Exception {
        String rows = row("web", "w1", "UP", 500, "L7OK,200,2,OK")
                + row("web", "w2", "MAINT (resolution)", 900, ",,,")
                + row("web", "w3", "MAINT (resolution)", 900, ",,,")
                + "web,BACKEND,1,http,UP,500,0,1,,,,,,,,,,\n";
        String states = STATES
                + "2 web 1 w1 10.0.0.1 2 0 web.example.com 80\n2 web 2 w2 - 0 32 web.example.com 80\n"
                + "2 web 3 w3 - 0 32 web.example.com 80\n";
        Diagnosis diagnosis = diagnose(rows, Wanted.everything(), Optional.empty(), states);
        assertThat(diagnosis.anythingDown()).isFalse();
        golden("empty-slots.txt", text(diagnosis, Page.NARROW, false));
        // Other names of one backend are no slots of one template.
        assertThat(diagnose(
                                rows,
                                Wanted.everything(),
                                Optional.empty(),
                                states.replace("web.example.com 80\n2 web 2", "a 80\n2 web 2"))
                        .anythingDown())
                .isTrue();
    }

    /** Checks that pass again are no riddle, and nobody's network is to blame. */
    @Test
    void recoveringServer_isSaidToRecover() throws Exception {
        String rows = row("shop", "web1", "DOWN 1/2", 60, "L7OK,200,2,OK")
                + row("shop", "web2", "DOWN", 60, "HANA,,,")
                + row("shop", "web3", "UP", 60, "L7OK,200,2,OK")
                + "shop,BACKEND,1,http,UP,9000,0,1,,,,,,,,,,\n";
        Diagnosis diagnosis = diagnose(rows, Wanted.everything(), Optional.empty(), "");
        assertThat(diagnosis.groups())
                .extracting(Group::cause)
                .containsExactlyInAnyOrder(Cause.RECOVERING, Cause.CLIENT_REQUESTS_FAIL);
        golden("recovering.txt", text(diagnosis, Page.NARROW, false));
    }

    @Test
    void serverDownSinceTheProcessBegan_isSaidSo() throws Exception {
        String rows = row("shop", "web1", "DOWN", 299, "L4CON,,0,Connection refused")
                + "shop,BACKEND,1,http,DOWN,299,1,0,,,,,,,,,,\n";
        Sources sources = new Sources(
                SOCKET,
                Optional.empty(),
                Optional.empty(),
                TransitionLog.empty(),
                AdminStates.of(Records.NONE),
                NOW,
                Optional.of(Duration.ofMinutes(5)),
                false);
        Diagnosis diagnosis = new Diagnostician(sources, stats(rows), Wanted.everything()).diagnose(group -> {});
        assertThat(text(diagnosis, Page.WIDE, false))
                .contains("shop/web1 has been DOWN since HAProxy was started or reloaded at 14:00:24 (4m59s)");
    }

    /** Whatever a server, a log or a configuration says, the page stays in 80 columns and steers no terminal. */
    @Test
    void hostileTexts_andLongNames_stayInTheirPlace() throws Exception {
        String evil = "\u001b[2J\u001b]0;x\u0007\u202e\u009b31m" + "x".repeat(300);
        String name = "payments-authorisation-europe-west-4-blue_https-and-so-on-and-so-on";
        String rows = row(name, name, "DOWN 1/2", 99_999, "L7STS,503,4," + evil) + name
                + ",BACKEND,1,http,DOWN,299,1,0,,,,,,,,,,\n";
        Sources sources = new Sources(
                SOCKET,
                Optional.of(SOCKET),
                Optional.empty(),
                TransitionLog.read(new ByteArrayInputStream(("Nov 22 21:00:00 lb haproxy[7]: Server " + name + "/"
                                + name + " is DOWN, reason: " + evil + "\n")
                        .getBytes(StandardCharsets.UTF_8))),
                AdminStates.of(Records.NONE),
                NOW,
                Optional.empty(),
                false);
        Diagnosis diagnosis = new Diagnostician(sources, stats(rows), Wanted.everything()).diagnose(group -> {});
        String text = text(diagnosis, Page.NARROW, false);
        assertThat(text).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}&&[^\\n]]");
        assertThat(text.lines().filter(line -> !isCommand(diagnosis, line))).allMatch(line -> line.length() <= 80);
        golden("hostile.txt", text);
    }

    private static final String STATES =
            "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_fqdn" + " srv_port\n";

    /** A redirect, seen by HAProxy and from here; times and answers are fixed. */
    private static Diagnosis oneServerOfThree() throws Exception {
        HaproxyConfig config = ConfigReader.read("/etc/haproxy/haproxy.cfg", CONFIG, Map.of());
        String rows = row("shop", "web1", "DOWN", 192, "L7STS,301,4,Moved Permanently")
                + row("shop", "web2", "UP", 9000, "L7OK,200,2,OK")
                + row("shop", "web3", "UP", 9000, "L7OK,200,2,OK")
                + row("shop", "spare", "UP", 9000, "L7OK,200,2,OK").replace("http,UP,9000,4,1,0", "http,UP,9000,4,1,1")
                + "shop,BACKEND,1,http,UP,9000,0,2,,,,,,,,,,\n";
        Diagnosis without = diagnose(rows, Wanted.everything(), Optional.of(config), "");
        ProbeResult probe = new ProbeResult(
                "10.0.0.1:8080",
                List.of(
                        new ProbeResult.Step("connect", true, 1, ""),
                        new ProbeResult.Step("answer", false, 5, "HTTP 301, against 'http-check expect status 200'")),
                true,
                Optional.of(Cause.WRONG_STATUS),
                "HTTP 301, against 'http-check expect status 200'",
                OptionalInt.of(301),
                Optional.of("https://login.example.com/"),
                Optional.of("<h1>Moved</h1>"),
                Optional.of(new ProbeResult.Certificate(
                        "CN=a",
                        "CN=b",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2027-01-01T00:00:00Z"),
                        List.of("a"))),
                OptionalLong.empty(),
                List.of());
        Sources sources = sources(Optional.of(config), "");
        ServerFacts before = without.groups().get(0).first().facts();
        ServerFacts facts = before.with(before.plan(), Optional.of(probe));
        Verdict verdict = new Verdict(
                Cause.WRONG_STATUS,
                Judge.summary(facts, Cause.WRONG_STATUS),
                Evidence.of(facts, Cause.WRONG_STATUS, stats(rows), sources));
        try (Probes probes = new Probes(Duration.ofSeconds(1))) {
            Group group = new Group(
                    Cause.WRONG_STATUS,
                    List.of(OfServer.of(facts, verdict, sources)),
                    new Advice(sources, List.of(facts), probes).about(Cause.WRONG_STATUS));
            return new Diagnosis(without.outlook(), List.of(group), without.findings(), without.notes());
        }
    }

    private static Diagnosis diagnose(String rows, Wanted wanted, Optional<HaproxyConfig> config, String states)
            throws Exception {
        List<Group> asKnown = new ArrayList<>();
        Diagnosis diagnosis = new Diagnostician(sources(config, states), stats(rows), wanted).diagnose(asKnown::add);
        assertThat(asKnown).isEqualTo(diagnosis.groups());
        return diagnosis;
    }

    private static Sources sources(Optional<HaproxyConfig> config, String states) throws IOException {
        return new Sources(
                SOCKET,
                Optional.of(SOCKET),
                config,
                TransitionLog.read(new ByteArrayInputStream(LOG.getBytes(StandardCharsets.UTF_8))),
                AdminStates.of(records(states)),
                NOW,
                Optional.of(Duration.ofDays(9)),
                false);
    }

    /** What a HAProxy with these lines is read to say. */
    private static Records records(String states) throws IOException {
        if (states.isEmpty()) {
            return Records.NONE;
        }
        try (StubSocket stub =
                StubSocket.unix(Dump.of("").with(ServerStates.COMMAND, states).script())) {
            return HaproxyClient.of(HaproxyAddress.parse(stub.uri()), new HaproxyClient.Options(1 << 20, true))
                    .exchange(List.of(ServerStates.COMMAND), Deadline.in(Duration.ofMinutes(1)), ServerStates::read);
        }
    }

    private static StatView stats(String rows) {
        return StatView.of(Snapshots.read(Dump.of(HEADER + rows), SnapshotRequest.everything())
                .table());
    }

    /** A server's row; {@code check} is its status, code, duration and text. */
    private static String row(String backend, String server, String status, long since, String check) {
        return backend + "," + server + ",2,http," + status + "," + since + ",4,1,0," + check + ",,,,10.0.0.1:8080,\n";
    }

    private static String text(Diagnosis diagnosis, int width, boolean colour) {
        DiagnosisText writer = new DiagnosisText(() -> new Page(width, colour), NOW, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(writer.outlook(diagnosis.outlook()));
        diagnosis.groups().forEach(group -> text.append(writer.group(group)));
        return text.append(writer.rest(diagnosis)).toString();
    }

    private static boolean isCommand(Diagnosis diagnosis, String line) {
        return diagnosis.groups().stream()
                .flatMap(group -> group.actions().stream())
                .flatMap(action -> action.text().lines())
                .anyMatch(command -> line.endsWith(command.strip()));
    }

    private static void golden(String name, String text) {
        Golden.check(Path.of("src/test/resources/diagnose").resolve(name), text);
    }
}
