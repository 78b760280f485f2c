package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.memory.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutagesTest {

    private static final String HEADER =
            "# pxname,svname,status,type,tracked,mode,check_status,check_code,last_chk,agent_status,last_agt,\n";
    private static final String REFUSED = "L4CON||Layer4 connection problem (Connection refused)";
    private static final String UNAVAILABLE = "L7STS|503|Layer7 wrong status, HTTP 503 (Service Unavailable)";

    private static final long CACHE = 100_000;

    /** A cache takes an eighth at most. */
    private final MemoryBudget budget = new MemoryBudget(8 * CACHE);

    private final Outages outages = new Outages();

    @Test
    void complete_recovering_keepsTheReason() throws Exception {
        web1("DOWN", "L7STS", "503", "Service Unavailable");

        assertThat(web1("DOWN 1/2", "L7OK", "200", "OK")).isEqualTo(UNAVAILABLE);
        assertThat(web1("DOWN 1/2", "* L7OK", "200", "")).isEqualTo(UNAVAILABLE);
    }

    @Test
    void complete_otherFailureLater_keepsTheFirst() throws Exception {
        web1("DOWN", "L7STS", "503", "Service Unavailable");

        assertThat(web1("DOWN", "L4CON", "", "Connection refused")).isEqualTo(UNAVAILABLE);
        assertThat(web1("DOWN", "L7STS", "404", "Not Found")).isEqualTo(UNAVAILABLE);
        assertThat(web1("DOWN (agent)", "L7OK", "200", "")).isEqualTo(UNAVAILABLE);
    }

    @Test
    void complete_checkUnderWay_keepsTheText() throws Exception {
        web1("DOWN", "L4CON", "", "Connection refused");

        assertThat(web1("DOWN", "* L4CON", "", "")).isEqualTo(REFUSED);
    }

    @Test
    void complete_failingAndStillUp_isRememberedForWhenItIsDown() throws Exception {
        assertThat(web1("UP 1/2", "L4CON", "", "Connection refused")).isEqualTo(REFUSED);

        assertThat(web1("DOWN", "* L4CON", "", "")).isEqualTo(REFUSED);
    }

    @Test
    void complete_failedInAnotherWayWhileUp_isNotTheReason() throws Exception {
        web1("UP 1/2", "L4CON", "", "Connection refused");

        assertThat(web1("DOWN", "L7STS", "503", "Service Unavailable")).isEqualTo(UNAVAILABLE);
    }

    /** The text is not there before the check under way has ended: to add it then would make a second series of one outage. */
    @Test
    void complete_firstSeenWhileACheckIsUnderWay_staysWithoutItsText() throws Exception {
        assertThat(web1("DOWN", "* L4CON", "", "")).isEqualTo("L4CON||Layer4 connection problem");
        assertThat(web1("DOWN", "L4CON", "", "Connection refused")).isEqualTo("L4CON||Layer4 connection problem");
    }

    @Test
    void complete_upInBetween_isAnotherOutage() throws Exception {
        web1("DOWN", "L7STS", "503", "Service Unavailable");
        web1("UP", "L7OK", "200", "OK");
        assertThat(web1("DOWN", "L4CON", "", "Connection refused")).isEqualTo(REFUSED);

        web1("UP 1/2", "L4OK", "", "");
        assertThat(web1("DOWN", "* L4CON", "", "")).isEqualTo("L4CON||Layer4 connection problem");
    }

    @Test
    void complete_takenOutInBetween_isAnotherOutage() throws Exception {
        web1("DOWN", "L7STS", "503", "Service Unavailable");
        web1("MAINT", "L7STS", "503", "Service Unavailable");

        assertThat(web1("DOWN", "L4CON", "", "Connection refused")).isEqualTo(REFUSED);
    }

    @Test
    void complete_goneInBetween_isAnotherOutage() throws Exception {
        web1("DOWN", "L7STS", "503", "Service Unavailable");
        completed("1", row("shop", "web2", "UP", "L7OK", "200", ""));

        assertThat(web1("DOWN", "L4CON", "", "Connection refused")).isEqualTo(REFUSED);
    }

    @Test
    void complete_firstSeenWhileRecovering_isReplacedByAFailedCheck() throws Exception {
        assertThat(web1("DOWN 1/2", "L7OK", "200", "OK")).isEqualTo("L7OK|200|Layer7 check passed, HTTP 200 (OK)");

        assertThat(web1("DOWN", "L4CON", "", "Connection refused")).isEqualTo(REFUSED);
        assertThat(web1("DOWN 1/2", "L7OK", "200", "OK")).isEqualTo(REFUSED);
    }

    @Test
    void complete_newProcess_keepsTheReasonUntilItsOwnCheckFails() throws Exception {
        web1("DOWN", "L7STS", "503", "Service Unavailable");

        assertThat(shown(completed("2", row("shop", "web1", "DOWN", "INI", "", ""))))
                .as("a state file says DOWN")
                .isEqualTo(UNAVAILABLE);
        assertThat(shown(completed("2", row("shop", "web1", "DOWN", "L4CON", "", "Connection refused"))))
                .isEqualTo(REFUSED);
        assertThat(shown(completed("2", row("shop", "web1", "DOWN", "L7STS", "503", ""))))
                .isEqualTo(REFUSED);
    }

    @Test
    void complete_agent_hasItsOwnReason() throws Exception {
        String agent = "shop,web1,DOWN (agent),2,,http,L7OK,200,,%s,%s,\n";
        String reason = "L7STS||Agent: Layer7 wrong status (disk full)";

        assertThat(shown(completed("1", agent.formatted("L7STS", "disk full")))).isEqualTo(reason);
        assertThat(shown(completed("1", agent.formatted("* L7STS", "")))).isEqualTo(reason);
    }

    @Test
    void complete_tracking_hasTheReasonOfTheOther() throws Exception {
        String follower = "api,follows,%s,2,shop/web1,http,,,,,,\n";
        completed("1", row("shop", "web1", "DOWN", "L4CON", "", "Connection refused") + follower.formatted("DOWN"));
        StatTable table =
                completed("1", row("shop", "web1", "DOWN 1/2", "L4OK", "", "") + follower.formatted("DOWN 1/2"));

        assertThat(new DownReason(table).text(1))
                .isEqualTo("follows shop/web1: Layer4 connection problem (Connection refused)");
    }

    @Test
    void complete_sameNameInAnotherBackend_isAnotherServer() throws Exception {
        web1("DOWN", "L4CON", "", "Connection refused");

        assertThat(shown(completed("1", row("api", "web1", "DOWN", "L7STS", "503", "Service Unavailable"))))
                .isEqualTo(UNAVAILABLE);
    }

    @Test
    void complete_tableReadForAnotherPurpose_forgetsNothing() throws Exception {
        web1("DOWN", "L4CON", "", "Connection refused");
        outages.complete(Answers.table("# pxname,svname,type,\nshop,web1,2,\n\n"), "1", budget);
        outages.complete(
                Answers.table("# pxname,svname,status,type,check_status,\nshop,web1,UP,2,L4OK,\n\n"), "1", budget);
        completed("1", "shop,BACKEND,DOWN,1,,,,,,,,\n");

        assertThat(web1("DOWN", "* L4CON", "", "")).isEqualTo(REFUSED);
    }

    @Test
    void complete_moreServersThanThereIsMemoryFor_remembersTheFirst() throws Exception {
        completed("1", many("L4CON", "refused"));
        StatTable table = completed("1", many("* L4CON", ""));
        DownReason reasons = new DownReason(table);

        assertThat(budget.used()).isBetween(1L, CACHE);
        assertThat(reasons.text(0)).isEqualTo("Layer4 connection problem (refused)");
        assertThat(reasons.text(999)).isEqualTo("Layer4 connection problem");

        outages.forget();
        assertThat(budget.used()).isZero();
    }

    private static String many(String status, String said) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> row("shop", "web" + i, "DOWN", status, "", said))
                .collect(Collectors.joining());
    }

    /** What is said of one server: the labels of {@code haproxy_server_down_info}. */
    private String web1(String state, String check, String code, String said) throws Exception {
        return shown(completed("1", row("shop", "web1", state, check, code, said)));
    }

    private static String shown(StatTable table) {
        DownReason reasons = new DownReason(table);
        return reasons.checkStatus(0) + "|" + reasons.checkCode(0) + "|" + reasons.text(0);
    }

    private StatTable completed(String process, String rows) throws Exception {
        StatTable table = Answers.table((HEADER + rows + "\n").getBytes(StandardCharsets.UTF_8));
        outages.complete(table, process, budget);
        return table;
    }

    private static String row(String proxy, String server, String state, String check, String code, String said) {
        return String.join(",", proxy, server, state, "2", "", "http", check, code, said, "", "") + ",\n";
    }
}
