package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Golden;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.util.List;
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
    void status_named_showsAndJudgesThatAlone() {
        Dump dump = Dump.of(HEADER + "shop,web1,2,UP,5,\nshop,web2,2,DOWN,5,\ndb,pg1,2,UP,5,\n");

        assertThat(status(dump.script(), "shop").out()).contains("web1", "web2").doesNotContain("pg1");
        assertThat(status(dump.script(), "shop").exitCode()).isEqualTo(1);
        assertThat(status(dump.script(), "shop/web1").out()).contains("web1").doesNotContain("web2");
        assertThat(status(dump.script(), "shop/web1").exitCode()).isZero();
        assertThat(status(dump.script(), "db", "--down").out()).contains("No server is down.");
        assertThat(status(dump.script(), "shpo").exitCode()).isEqualTo(2);
        assertThat(status(dump.script(), "shpo").err()).contains("no backend with servers shpo; did you mean shop?");
        assertThat(status(dump.script(), "shop/wbe1").err())
                .contains("no server shop/wbe1; did you mean shop/web1, shop/web2?");
    }

    @Test
    void status_weightOfZero_saysThatItGetsNoClients() {
        Dump dump = Dump.of("# pxname,svname,type,status,lastchg,weight,uweight,\n"
                + "a,b,2,UP,5,0,0,\na,c,2,no check,5,0,0,\na,d,2,UP,5,1,1,\na,e,2,MAINT,5,0,0,\n");

        assertThat(status(dump.script()).out().lines().filter(line -> line.endsWith("weight 0: gets no clients")))
                .hasSize(2)
                .allMatch(line -> line.startsWith("a        b ") || line.startsWith("a        c "));
    }

    @Test
    void status_pageThatIsNoCsv_saysWhatToAppend() {
        try (StubSocket page = StubSocket.tcp(StubScript.answeringHttp(
                "HTTP/1.1 200 OK\r\nContent-Length: 16\r\nConnection: close\r\n\r\n<!DOCTYPE html>\n"))) {
            assertThat(Ran.arguments("status", "--haproxy.scrape-uri=http://127.0.0.1:" + page.port() + "/stats")
                            .err())
                    .contains("append ;csv");
        }
    }

    /** The status line, and a body of megabytes in place of the table. */
    @Test
    void status_hostileAnswers_areOneShortLineThatSteersNothing() {
        String hostile = "\u009b31m\u202e\u2028\u001b]0;x\u0007".repeat(300_000);
        try (StubSocket page = StubSocket.tcp(StubScript.answeringHttp("HTTP/1.1 200 \u001b[2J\u009b\r\n\r\n"))) {
            for (Ran ran : List.of(
                    Ran.arguments("status", "--haproxy.scrape-uri=http://127.0.0.1:" + page.port() + "/;csv"),
                    status(StubScript.sending(hostile + "\n\n")),
                    status(Dump.of(HEADER + "a,b,2,UP,5,\n").script(), hostile))) {
                assertThat(ran.exitCode()).isEqualTo(2);
                assertThat(ran.err().strip())
                        .hasSizeLessThan(5_000)
                        .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\\p{Cf}\\p{Zl}\\p{Zp}]");
            }
        }
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
