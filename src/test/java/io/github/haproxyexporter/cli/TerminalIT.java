package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Programs;
import io.github.haproxyexporter.testing.StubSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program on a real terminal, which {@code script} provides, and in a pipe. */
class TerminalIT {
    private static final String ESCAPE = "\u001b";
    /** A server whose last text tries to clear the screen and to write a title. */
    private static final String HOSTILE = """
            # pxname,svname,type,status,lastchg,check_status,check_code,last_chk,check_desc,act,bck,
            shop,BACKEND,1,UP,5,,,,,1,0,
            shop,web1,2,DOWN,192,L7STS,503,"%1$s[2J%1$s]0;owned%2$s\u009b31m",Layer7 wrong status,0,0,
            """.formatted(ESCAPE, "\u0007");

    private static final Map<String, String> COLOURFUL = Map.of("TERM", "xterm", "NO_COLOR", "");

    @ParameterizedTest
    @CsvSource({"status --down, 1", "diagnose --no-probe, 1", "lint src/test/resources/lint/HC001.bad.cfg, 1"})
    void terminal_seesColours_andAPipeDoesNot(String command, int exitCode) {
        Finished terminal = onTerminal(command, COLOURFUL);
        assertThat(terminal.exitCode()).as(terminal.out()).isEqualTo(exitCode);
        assertThat(terminal.out()).containsPattern(ESCAPE + "\\[3[13]m(DOWN|warning)" + ESCAPE + "\\[39m");
        assertThat(inPipe(command)).doesNotContain(ESCAPE);
    }

    @ParameterizedTest
    @CsvSource({"NO_COLOR, 1", "NO_COLOR, false", "TERM, dumb"})
    void terminal_thatWantsNoColours_seesNone(String variable, String value) {
        Finished terminal = onTerminal(
                "status --down",
                variable.equals("TERM") ? Map.of(variable, value) : Map.of("TERM", "xterm", variable, value));
        assertThat(terminal.out()).contains("DOWN").doesNotContain(ESCAPE);
    }

    @Test
    void terminal_isNeverSteeredByTheTextsOfServers() {
        for (String command :
                List.of("status --down", "status --wide", "diagnose --no-probe", "diagnose --no-probe --wide")) {
            String seen = onTerminal(command, COLOURFUL).out().replaceAll(ESCAPE + "\\[(0|1|21|31|36|39)m", "");
            assertThat(seen).as(command).contains("shop").doesNotContain(ESCAPE, "\u0007", "\u009b");
        }
    }

    private static Finished onTerminal(String command, Map<String, String> environment) {
        try (StubSocket haproxy = haproxy()) {
            String line = String.join(" ", ExporterProcess.command(words(command, haproxy)));
            return Finished.run(
                    List.of(Programs.find("script").toString(), "-qec", line, "/dev/null"),
                    environment,
                    "",
                    Duration.ofMinutes(1));
        }
    }

    private static String inPipe(String command) {
        try (StubSocket haproxy = haproxy()) {
            return Finished.run(ExporterProcess.command(words(command, haproxy)), COLOURFUL, "", Duration.ofMinutes(1))
                    .out();
        }
    }

    private static StubSocket haproxy() {
        return StubSocket.unix(Dump.of(HOSTILE).script());
    }

    private static String[] words(String command, StubSocket haproxy) {
        return (command.startsWith("lint") ? command : command + " --haproxy.scrape-uri=" + haproxy.uri())
                .split(" ", -1);
    }
}
