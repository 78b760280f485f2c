package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the README and docs/commands.md show of the program is what the program prints. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path COMMANDS = Path.of("docs/commands.md");
    private static final String WEB2 = """
            # pxname,svname,type,status,lastchg,check_status,check_code,last_chk,check_desc,
            shop,BACKEND,1,UP,900,,,,,
            shop,web1,2,UP,900,L7OK,200,OK,Layer7 check passed,
            shop,web2,2,DOWN,192,L7STS,503,Service Unavailable,Layer7 wrong status,
            """;
    private static final String CONFIG = """
            global
                log /dev/log local0
            defaults
                mode http
                log global
                option log-health-checks
                timeout connect 5s
                timeout check 2s
                timeout client 30s
                timeout server 30s
                option redispatch
            backend shop
                balance roundrobin
                option httpchk GET /health
                http-check expect status 200
                server web1 10.0.0.1:8080 check inter 5s fall 3 rise 2
                server web2 10.0.0.2:8080
                server sorry 10.0.0.9:8080 check inter 5s fall 3 rise 2 backup
            """;

    @Test
    void status_isRealOutput() throws IOException {
        try (StubSocket haproxy = StubSocket.unix(Dump.of(WEB2).script())) {
            Ran ran = Ran.arguments("status", "--down", "--haproxy.scrape-uri=" + haproxy.uri());
            assertThat(shownAfter(README, "status --down"))
                    .isEqualTo(ran.out().lines().toList());
        }
    }

    @Test
    void lint_isRealOutput(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("haproxy.cfg"), CONFIG);
        Ran ran = Ran.arguments("lint", file.toString());
        assertThat(shownAfter(COMMANDS, "lint /etc/haproxy/haproxy.cfg"))
                .isEqualTo(ran.out()
                        .replace(file.toString(), "/etc/haproxy/haproxy.cfg")
                        .lines()
                        .toList());
    }

    /** The golden text of the same diagnosis; an ellipsis stands for lines left out. */
    @Test
    void diagnose_isRealOutput_withLinesLeftOut() throws IOException {
        List<String> shown =
                shownAfter(COMMANDS, "diagnose shop/web1 --haproxy.config /etc/haproxy/haproxy.cfg").stream()
                        .filter(line -> !line.strip().equals("…"))
                        .toList();
        assertThat(shown).hasSizeGreaterThan(8);
        assertThat(Files.readAllLines(Path.of("src/test/resources/diagnose/diagnosis.txt")))
                .containsSubsequence(shown);
    }

    @Test
    void documents_nameEveryCommand() throws IOException {
        String commands = Files.readString(COMMANDS);
        Main.commandLine().getSubcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .map(CommandLine::getCommandName)
                .filter(name -> !name.equals("serve"))
                .forEach(name -> assertThat(commands).contains("| `" + name));
    }

    /** What is commented out in the settings of the service are names of flags. */
    @Test
    void defaultSettings_areFlags() throws IOException {
        Set<String> variables = new TreeSet<>(Set.of("HAPROXY_EXPORTER_JAVA_OPTS"));
        Main.commandLine()
                .getCommandSpec()
                .options()
                .forEach(option -> variables.add(EnvironmentDefaults.variable(option.longestName())));

        assertThat(Files.readAllLines(Path.of("deploy/haproxy-exporter.default")))
                .filteredOn(line -> line.startsWith("#HAPROXY"))
                .hasSizeGreaterThan(8)
                .extracting(line -> line.substring(1, line.indexOf('=')))
                .isSubsetOf(variables);
    }

    /** The indented lines that follow the command's line in the page. */
    private static List<String> shownAfter(Path page, String command) throws IOException {
        List<String> lines = Files.readAllLines(page);
        int at = lines.indexOf("    $ haproxy-exporter " + command);
        assertThat(at).as("%s shows: %s", page, command).isNotNegative();
        return lines.stream()
                .skip(at + 1L)
                .takeWhile(line -> line.isEmpty() || line.startsWith("    "))
                .takeWhile(line -> !line.startsWith("    $"))
                .map(line -> line.replaceFirst("^ {4}", ""))
                .collect(java.util.stream.Collectors.collectingAndThen(
                        java.util.stream.Collectors.toList(), ReadmeTest::withoutLastEmptyLines));
    }

    private static List<String> withoutLastEmptyLines(List<String> lines) {
        int end = lines.size();
        while (end > 0 && lines.get(end - 1).isEmpty()) {
            end--;
        }
        return lines.subList(0, end);
    }
}
