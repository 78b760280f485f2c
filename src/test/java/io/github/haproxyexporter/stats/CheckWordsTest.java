package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckWordsTest {

    private static final String HEADER = "# pxname,svname,status,type,check_status,last_chk,agent_status,last_agt,\n";

    private final CheckWords words = new CheckWords("check_status", "last_chk");

    @Test
    void complete_checkUnderWay_hasTheWordsOfTheLastOne() throws Exception {
        lastCheck("DOWN", "L4CON", "Connection refused");

        assertThat(lastCheck("DOWN", "* L4CON", "")).isEqualTo("Connection refused");
        assertThat(lastCheck("DOWN", "* L4CON", "")).isEqualTo("Connection refused");
        assertThat(lastCheck("DOWN 1/2", "* L4CON", "")).isEqualTo("Connection refused");
    }

    @Test
    void complete_failingAndStillUp_isRememberedForWhenItIsDown() throws Exception {
        lastCheck("UP 1/2", "L7STS", "Service Unavailable");

        assertThat(lastCheck("DOWN", "* L7STS", "")).isEqualTo("Service Unavailable");
    }

    @Test
    void complete_newWords_replaceTheOldOnes() throws Exception {
        lastCheck("DOWN", "L4CON", "Connection refused");
        lastCheck("DOWN", "L4CON", "No route to host");

        assertThat(lastCheck("DOWN", "* L4CON", "")).isEqualTo("No route to host");
    }

    @Test
    void complete_checkThatEndedWithoutWords_hasNone() throws Exception {
        lastCheck("DOWN", "L4CON", "Connection refused");

        assertThat(lastCheck("DOWN", "L4CON", "")).isEmpty();
        assertThat(lastCheck("DOWN", "* L4CON", "")).isEmpty();
    }

    @Test
    void complete_otherStatus_hasNone() throws Exception {
        lastCheck("DOWN", "L4CON", "Connection refused");

        assertThat(lastCheck("DOWN", "* L4TOUT", "")).isEmpty();
        assertThat(lastCheck("DOWN", "* L4CON", "")).isEmpty();
    }

    @Test
    void complete_upInBetween_isForgotten() throws Exception {
        lastCheck("DOWN", "L4CON", "Connection refused");
        lastCheck("UP", "* L4OK", "");

        assertThat(lastCheck("DOWN", "* L4CON", "")).isEmpty();
    }

    @Test
    void complete_serverThatIsGone_isForgotten() throws Exception {
        lastCheck("DOWN", "L4CON", "Connection refused");
        completed(row("web2", "UP", "L4OK", "", "", ""));

        assertThat(lastCheck("DOWN", "* L4CON", "")).isEmpty();
    }

    @Test
    void complete_otherServerOfThatName_isAnotherOne() throws Exception {
        completed(row("web1", "DOWN", "L4CON", "Connection refused", "", ""));
        StatTable table = completed(row("web1", "DOWN", "* L4CON", "", "", "").replace("shop", "api"));

        assertThat(table.text("last_chk").at(0)).isEmpty();
    }

    @Test
    void complete_agent_hasItsOwnWords() throws Exception {
        CheckWords agents = new CheckWords("agent_status", "last_agt");
        agents.complete(completed(row("web1", "DOWN (agent)", "L4CON", "Connection refused", "L7STS", "disk full")));
        StatTable table = completed(row("web1", "DOWN (agent)", "* L4CON", "", "* L7STS", ""));
        agents.complete(table);

        assertThat(table.text("last_chk").at(0)).isEqualTo("Connection refused");
        assertThat(table.text("last_agt").at(0)).isEqualTo("disk full");
    }

    @Test
    void complete_tableWithoutTheColumns_forgetsNothing() throws Exception {
        lastCheck("DOWN", "L4CON", "Connection refused");
        words.complete(table("# pxname,svname,type,\nshop,web1,2,\n"));
        words.complete(table("# pxname,svname,status,type,check_status,\nshop,web1,DOWN,2,L4CON,\n"));
        completed("shop,BACKEND,DOWN,1,,,,,\n");

        assertThat(lastCheck("DOWN", "* L4CON", "")).isEqualTo("Connection refused");
    }

    @Test
    void complete_haproxyWithoutAgents_remembersChecks() throws Exception {
        String header = "# pxname,svname,status,type,check_status,last_chk,\n";
        words.complete(table(header + "shop,web1,DOWN,2,L4CON,Connection refused,\n"));
        StatTable table = table(header + "shop,web1,DOWN,2,* L4CON,,\n");
        words.complete(table);

        assertThat(table.text("last_chk").at(0)).isEqualTo("Connection refused");
    }

    @Test
    void complete_endlessWords_areShownAndNotKept() throws Exception {
        String endless = "x".repeat(CheckWords.LONGEST + 1);

        assertThat(lastCheck("DOWN", "L4CON", endless)).isEqualTo(endless);
        assertThat(lastCheck("DOWN", "* L4CON", "")).isEmpty();
    }

    @Test
    void complete_veryManyServers_remembersTheFirst() throws Exception {
        completed(IntStream.rangeClosed(0, CheckWords.MOST)
                .mapToObj(i -> row("web" + i, "DOWN", "L4CON", "words" + i, "", ""))
                .collect(Collectors.joining()));
        StatTable table = completed(IntStream.rangeClosed(0, CheckWords.MOST)
                .mapToObj(i -> row("web" + i, "DOWN", "* L4CON", "", "", ""))
                .collect(Collectors.joining()));

        assertThat(table.text("last_chk").at(CheckWords.MOST - 1)).isEqualTo("words" + (CheckWords.MOST - 1));
        assertThat(table.text("last_chk").at(CheckWords.MOST)).isEmpty();
    }

    /** The words of the check of one server, completed. */
    private String lastCheck(String state, String status, String said) throws Exception {
        return completed(row("web1", state, status, said, "", ""))
                .text("last_chk")
                .at(0);
    }

    private StatTable completed(String rows) throws Exception {
        StatTable table = table(HEADER + rows);
        words.complete(table);
        return table;
    }

    private static StatTable table(String answer) throws Exception {
        return Answers.table((answer + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String row(String server, String state, String status, String said, String agent, String agentSaid) {
        return String.join(",", "shop", server, state, "2", status, said, agent, agentSaid) + ",\n";
    }
}
