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
