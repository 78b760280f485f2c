package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Golden;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import org.junit.jupiter.api.Test;

class StatusCommandTest {

    private static final String HEADER = "# pxname,svname,type,status,lastchg,\n";

    @Test
    void status_recordedHaproxy_isATable() {
        Ran ran = status(Dump.haproxy26().script());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).isEmpty();
        Golden.check("status.txt", ran.out());
    }

    @Test
    void statusDown_recordedHaproxy_showsThoseThatAreDown() {
        Ran ran = status(Dump.haproxy26().script(), "--down");

        assertThat(ran.exitCode()).isEqualTo(1);
        Golden.check("status-down.txt", ran.out());
    }

    @Test
    void status_recordedHaproxy_fits80Columns_andWideHasAllOnOneLine() {
        assertThat(status(Dump.haproxy26().script()).out().lines()).allMatch(line -> line.length() <= 80);
        Golden.check(
                "status-wide.txt", status(Dump.haproxy26().script(), "--wide").out());
    }

    /** Names as long as they come in clusters, and texts that servers chose to do harm. */
    @Test
    void status_longNamesAndHostileTexts_stayIn80Columns_andSteerNothing() {
        String columns = "# pxname,svname,type,status,lastchg,check_status,check_code,last_chk,check_desc,\n";
        String backend = "payments-authorisation-europe-west-4-blue_https";
        String server = "ip-10-12-144-201.eu-west-4.compute.internal";
        Dump dump = Dump.of(columns
                + backend + "," + server + "," + "2,DOWN 1/2,99999,L7STS,503,\"\u001b[2J\u001b]0;x\u0007 all "
                + "your base are belong to us\u202e and so on and so on, and on\",Layer7 wrong status,\n"
                + backend + ",web2,2,MAINT (via " + backend + "/" + server + "),5,,,,,\n"
                + "db,pg1,2,UP 4/5,3,L4CON,,\"日本語\",Layer4 connection problem,\n");

        String out = status(dump.script()).out();

        assertThat(out.lines()).allMatch(line -> line.length() <= 80);
        assertThat(out).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}&&[^\\n]]");
        Golden.check("status-long.txt", out);
        assertThat(status(dump.script(), "--wide").out())
                .contains(backend + "  " + server, "MAINT (via " + backend + "/" + server + ")")
                .doesNotContain("--wide");
    }

    @Test
    void status_allWell_exitsZero() {
        Dump dump = Dump.of(HEADER + "a,b,2,UP,5,\na,c,2,MAINT,5,\n");

        assertThat(status(dump.script()).exitCode()).isZero();
        assertThat(status(dump.script()).out()).doesNotContain("down");
        assertThat(status(dump.script(), "--down"))
                .isEqualTo(new Ran(0, "No server is down." + System.lineSeparator(), ""));
    }

    @Test
    void status_oneDown_saysSo() {
        assertThat(status(Dump.of(HEADER + "a,b,2,DOWN,5,\n").script()).out()).contains("1 server is down.");
    }

    @Test
    void status_noServers_saysSo() {
        assertThat(status(Dump.of(HEADER + "a,BACKEND,1,UP,5,\n").script()).out())
                .contains("This HAProxy has no servers.");
    }

    @Test
    void status_haproxyThatCannotBeRead_exitsTwoWithOneLine() {
        Ran ran = status(StubScript.sending("Permission denied\n\n"));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).contains("Permission denied").contains("level user");
    }

    @Test
    void status_noSocket_exitsTwo() {
        Ran ran = Ran.arguments("status", "--haproxy.scrape-uri=unix:/tmp/hx-no-such-socket");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("unix:/tmp/hx-no-such-socket");
    }

    private static Ran status(StubScript script, String... flags) {
        try (StubSocket haproxy = StubSocket.unix(script)) {
            String[] arguments = new String[flags.length + 2];
            arguments[0] = "status";
            arguments[1] = "--haproxy.scrape-uri=" + haproxy.uri();
            System.arraycopy(flags, 0, arguments, 2, flags.length);
            return Ran.arguments(arguments);
        }
    }
}
