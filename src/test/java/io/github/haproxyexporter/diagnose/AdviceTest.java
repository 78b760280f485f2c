package io.github.haproxyexporter.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import io.github.haproxyexporter.history.TransitionLog;
import io.github.haproxyexporter.stats.AdminStates;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.stats.StatView;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import io.github.haproxyexporter.text.TsvResource;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the table of advice says where no change of the configuration ends the outage. */
class AdviceTest {
    private static final HaproxyAddress SOCKET = HaproxyAddress.parse("unix:/run/haproxy/admin.sock");
    private static final List<List<String>> TABLE = TsvResource.rows(Advice.class, "advice.tsv");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mysql-check user check   | L7STS  | | only the database's administrator can end this: let the check's user in from HAProxy's address, without a password and without rights | mysql -e "CREATE USER 'check'@'%'"
            pgsql-check user check   | L7STS  | | only the database's administrator can end this: make the check's user, or let it in by pg_hba.conf | createuser check
            httpchk GET /            | L7OK   | L7STS  | only a person on the server can end this: see why its agent says so, and let it say otherwise | ''
            httpchk GET /            | L7OK   | L4CON  | only a person on the server can end this: start the agent again, and its 'up' brings the server back | ''
            """)
    void causesOfDatabasesAndAgents_sayThatAPersonMustAct(
            String option, String check, String agent, String why, String command) throws Exception {
        List<Action> actions = advice(option, "DOWN" + (agent == null ? "" : " (agent)"), check, agent);

        assertThat(actions)
                .filteredOn(action -> action.kind() == Action.Kind.PERSON)
                .singleElement()
                .satisfies(action -> {
                    assertThat(action.why()).isEqualTo(why);
                    assertThat(action.text()).isEqualTo(command);
                });
        assertThat(actions).noneMatch(action -> action.text().contains("haproxy-exporter server"));
    }

    @Test
    void everyCauseButInService_hasRows_andEveryRowNamesCauses() {
        List<String> labels = Arrays.stream(Cause.values())
                .filter(cause -> cause != Cause.IN_SERVICE)
                .map(Cause::label)
                .toList();

        assertThat(TABLE.stream()
                        .flatMap(row -> Arrays.stream(row.get(0).split(",", -1)))
                        .map(when -> when.split(":", 2)[0])
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(labels);
        assertThat(TABLE)
                .allSatisfy(row -> assertThat(row.get(1))
                        .isIn("look", "server", "person", "run", "repeat", "edit", "control", "try"));
    }

    private static List<Action> advice(String option, String status, String check, String agent) throws Exception {
        String config = "backend shop\n mode http\n option " + option + "\n server web1 10.0.0.1:80 check agent-check"
                + " agent-port 9\n";
        String rows =
                "# pxname,svname,type,mode,status,lastchg,weight,bck,check_status,last_chk,agent_status,last_agt,addr,\n"
                        + "shop,web1,2,http," + status + ",40,1,0," + check + ",," + (agent == null ? "" : agent)
                        + ",,10.0.0.1:80,\nshop,BACKEND,1,http,DOWN,40,0,0,,,,,,\n";
        StatView stats = StatView.of(
                Snapshots.read(Dump.of(rows), SnapshotRequest.everything()).table());
        Sources sources = new Sources(
                SOCKET,
                Optional.of(SOCKET),
                Optional.of(ConfigReader.read("/etc/haproxy/haproxy.cfg", config, Map.of())),
                TransitionLog.empty(),
                AdminStates.of(Records.NONE),
                Instant.EPOCH,
                Optional.empty(),
                false);
        Diagnosis diagnosis = new Diagnostician(sources, stats, Wanted.everything()).diagnose(group -> {});
        assertThat(diagnosis.groups()).hasSize(1);
        return diagnosis.groups().get(0).actions();
    }
}
