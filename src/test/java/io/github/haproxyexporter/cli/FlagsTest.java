package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Golden;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FlagsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--haproxy.scrape-uri | /run/s | unix:/path/to/socket",
                "--haproxy.scrape-uri | tcp://localhost | tcp://host:port",
                "--haproxy.timeout | 5 | 500ms, 5s or 1m30s",
                "--haproxy.timeout | 0s | 1ms to 24h",
                "--haproxy.timeout | -1s | 1ms to 24h",
                "--haproxy.timeout | 25h | 1ms to 24h",
                "--haproxy.timeout | 5s5 | 500ms, 5s or 1m30s",
                "--haproxy.max-response-size | 0 | 256MiB",
                "--haproxy.max-response-size | 5MB | 256MiB",
                "--haproxy.max-response-size | lots | 256MiB",
                "--haproxy.ssl-verify | maybe | boolean",
                "--metrics.profile | go | EXPORTER, PROMEX",
                "--metrics.include | haproxy_server_*,up.* | expected names such as haproxy_server_* or @shipped",
                "--metrics.exclude | @others | expected names such as haproxy_server_* or @shipped",
                "--metrics.states | some | CURRENT, ALL",
                "--web.listen-address | 9101 | :9101 or 127.0.0.1:9101",
                "--web.listen-address | :99999 | :9101 or 127.0.0.1:9101",
                "--web.listen-address | :-1 | :9101 or 127.0.0.1:9101",
                "--web.listen-address | ::1:9101 | [host]:port",
                "--web.listen-address | no-such-host.invalid:9101 | unknown host",
                "--web.telemetry-path | metrics | such as /metrics",
                "--web.telemetry-path | / | such as /metrics",
                "--web.telemetry-path | /-/metrics | such as /metrics",
                "--web.telemetry-path | /a b | such as /metrics",
                "--log.level | loud | DEBUG, INFO, WARN, ERROR",
                "--log.format | xml | LOGFMT, JSON",
                "--haproxy.server-metric-fields | 17,nonsense | nonsense",
                "--haproxy.server-metric-fields | 9999 | numbers or names",
                "--haproxy.master-socket | http://127.0.0.1:1/stats | unix:/path, unix:@abstract or tcp://host:port",
                "--collector.certificates.interval | hourly | 1ms to 24h",
                "--haproxy.server-exclude-states | DWON | UP, DOWN, MAINT, DRAIN, NOLB, no check",
            })
    void serve_badValue_isOneLineWithFlagValueAndExpectation(String flag, String value, String expected) {
        Ran ran = Ran.arguments(flag + "=" + value);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).startsWith("haproxy-exporter: ").contains(flag).contains(expected);
        assertThat(ran.err()).contains(value.contains(",") ? value.substring(value.indexOf(',') + 1) : value);
    }

    @ParameterizedTest
    @CsvSource({
        "--haproxy.scrap-uri=unix:/s, did you mean --haproxy.scrape-uri?",
        "--haproxy.timout=3s, did you mean --haproxy.timeout?",
        "--timeout=3s, did you mean --haproxy.timeout?",
        "--web.listen-adress=:1, did you mean --web.listen-address?",
        "status --dwon, did you mean --down?",
        "diagnose --config x, did you mean --haproxy.config?",
        "lint --disabel HC001 x, did you mean --disable?",
        "statsu, did you mean status?",
        "--nonsense, --nonsense'; see --help",
        "--haproxy.zone=a, --haproxy.zone'; see --help",
        "--no, --no'; see --help",
        "nonsense, nonsense",
        "--haproxy.timeout, --haproxy.timeout",
        "status --web.listen-address=:1, --web.listen-address",
        "serve extra, extra",
    })
    void arguments_thatAreNone_areOneLine(String line, String expected) {
        Ran ran = Ran.arguments(line.split(" ", -1));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines()).hasSize(1);
        assertThat(ran.err()).startsWith("haproxy-exporter: ").contains(expected);
    }

    @Test
    void arguments_withAPassword_neverShowIt() {
        assertThat(Ran.arguments("--haproxy.scrape-url=http://admin:secret@host/;csv")
                        .err())
                .contains("--haproxy.scrape-url")
                .doesNotContain("secret");
        assertThat(Ran.arguments("http://admin:secret@host/;csv").err()).doesNotContain("secret");
        assertThat(Ran.arguments("--haproxy.scrape-uri=http://admin:secret@ho^st/;csv")
                        .err())
                .doesNotContain("secret");
    }

    /** Every mistake that makes an address part of an error, with passwords of every kind. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--haproxy.scrape-url={}",
                "--haproxy.scrape-url {}",
                "--haproxy.scrape-uri={}",
                "--haproxy.scrape-uri {} {}",
                "--haproxy.scrape-uri={} --haproxy.scrape-uri={}",
                "--haproxy.scrape-uri={} extra",
                "--haproxy.timeout={}",
                "--haproxy.ssl-verify={}",
                "--log.level={}",
                "--metrics.profile={}",
                "--web.listen-address={}",
                "--haproxy.scrape-uri --haproxy.scrape-url={}",
                "--web.listen-address --haproxy.scrape-url={}",
                "{}",
                "={}",
                "-x{}",
                "status {}",
                "serve {}",
                "status --down={}",
                "server enable --haproxy.scrape-url={} b/s",
                "server {} b/s",
                "lint --haproxy.scrape-url={} x",
                "diagnose --haproxy.scrape-uri={}",
            })
    void arguments_withAnyPasswordAtAnyPlace_neverShowIt(String line) {
        for (String secret : List.of(
                "ZqSec", "ZqSec/7", "ZqSec 7", "ZqSec#7", "Zq@Sec@7", "ZqSec^", "ZqSec\n7", "ZqSec?7", "Zq:Sec")) {
            for (String uri :
                    List.of("http://admin:" + secret + "@127.0.0.1:1/x y;csv", "htp://admin:" + secret + "@h/;csv")) {
                String[] arguments = Stream.of(line.split(" ", -1))
                        .map(word -> word.replace("{}", uri))
                        .toArray(String[]::new);

                Ran ran = Ran.arguments(arguments);

                assertThat(ran.exitCode()).as(line).isEqualTo(2);
                assertThat(ran.err() + ran.out()).doesNotContain("Zq").doesNotContain("Sec");
            }
        }
    }

    /** What a comment sign in a file of arguments left of it, before it was taken as it stands. */
    @ParameterizedTest
    @ValueSource(strings = {"http://admin:ZqSec", "https://admin:ZqSec", "tcp://admin:ZqSec", "admin:ZqSec"})
    void scrapeUri_halfAnAddress_isNotQuoted(String uri) {
        assertThat(Ran.arguments("status", "--haproxy.scrape-uri=" + uri).err())
                .contains("expected")
                .doesNotContain("ZqSec");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "status", "diagnose", "server"})
    void help_withAPasswordInTheEnvironment_showsTheProgramsDefault(String command) {
        StringWriter out = new StringWriter();
        CommandLine commands = Main.commandLine().setOut(new PrintWriter(out));
        commands.setDefaultValueProvider(new EnvironmentDefaults(
                Map.of("HAPROXY_EXPORTER_HAPROXY_SCRAPE_URI", "http://admin:ZqSec@127.0.0.1/;csv")));

        assertThat(Main.run(
                        commands,
                        Stream.of(command, "--help")
                                .filter(word -> !word.isEmpty())
                                .toArray(String[]::new)))
                .isZero();
        assertThat(out.toString()).doesNotContain("ZqSec").contains("unix:/run/haproxy/admin.sock");
    }

    /** Flags of prometheus/haproxy_exporter. */
    @ParameterizedTest
    @CsvSource({
        "--web.systemd-socket, http://127.0.0.1:1/;csv, name the address by --web.listen-address",
        "--http.proxy-from-env, http://127.0.0.1:1/;csv, statistics are never read through a proxy",
        // A socket has no proxy, so that it goes on to the port, which is taken.
        "--http.proxy-from-env, unix:/tmp/hx-no-such-socket, cannot listen on",
    })
    void serve_flagOfTheGoExporter_isTakenOrRefusedWithAReason(String flag, String uri, String expected) {
        try (StubSocket taken = StubSocket.tcp(StubScript.closing())) {
            Ran ran = Ran.arguments(
                    flag, "--haproxy.scrape-uri=" + uri, "--web.listen-address=127.0.0.1:" + taken.port());

            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err().lines()).hasSize(1);
            assertThat(ran.err()).contains(expected);
        }
    }

    @Test
    void serve_portThatIsTaken_isOneLine() {
        try (StubSocket taken = StubSocket.tcp(StubScript.closing())) {
            Ran ran = Ran.arguments("--web.listen-address=127.0.0.1:" + taken.port());

            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err().lines()).hasSize(1);
            assertThat(ran.err()).contains("cannot listen on 127.0.0.1:" + taken.port());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "status", "diagnose", "lint", "server"})
    void help_command_isComplete(String command) {
        Ran ran = command.isEmpty() ? Ran.arguments("--help") : Ran.arguments(command, "--help");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        Golden.check("help" + (command.isEmpty() ? "" : "-" + command) + ".txt", ran.out());
    }

    @Test
    void version_isOneLine() {
        Ran ran = Ran.arguments("--version");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .matches("haproxy-exporter \\d+\\.\\d+\\.\\d+ \\(revision [0-9a-f]{7,}|unknown, Java [0-9.+]+\\)\\R"
                        .replace("[0-9a-f]{7,}|unknown", "([0-9a-f]{7,}|unknown)"));
        assertThat(Ran.arguments("status", "--version").out()).isEqualTo(ran.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-haproxy.ssl-verify", "--haproxy.ssl-verify", "--haproxy.ssl-verify=false"})
    void sslVerify_everyForm_isKnown(String flag) {
        assertThat(Ran.arguments("status", flag, "--haproxy.scrape-uri=unix:/tmp/hx-no-such-socket")
                        .err())
                .contains("no such socket");
    }

    @Test
    void argumentFile_isRead(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("flags"), "--haproxy.timeout=never\n");

        assertThat(Ran.arguments("@" + file).err()).contains("'never' is not a duration");
    }

    @Test
    void argumentFile_words_areTakenAsTheyStand(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("flags"), """
                # the page with its password
                --haproxy.scrape-uri=http://admin:pa#ss"wo'rd@h/;csv   # a comment
                --haproxy.server-exclude-states 'no check' "--log.level=info" #end
                """);

        assertThat(ArgumentFiles.expand("status", "@" + file, "@"))
                .containsExactly(
                        "status",
                        "--haproxy.scrape-uri=http://admin:pa#ss\"wo'rd@h/;csv",
                        "--haproxy.server-exclude-states",
                        "no check",
                        "--log.level=info",
                        "@");
    }

    @Test
    void argumentFile_thatCannotBeRead_isOneLine(@TempDir Path directory) {
        for (String name : List.of(directory.toString(), "/dev/zero", directory + "/none", "/proc/self/mem")) {
            Ran ran = Ran.arguments("@" + name);

            assertThat(ran.exitCode()).isEqualTo(2);
            assertThat(ran.err().lines()).hasSize(1);
            assertThat(ran.err()).contains("cannot read arguments from @" + name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--log.level, HAPROXY_EXPORTER_LOG_LEVEL",
        "--haproxy.scrape-uri, HAPROXY_EXPORTER_HAPROXY_SCRAPE_URI",
        "--web.listen-address, HAPROXY_EXPORTER_WEB_LISTEN_ADDRESS",
        "--down, HAPROXY_EXPORTER_DOWN",
    })
    void environment_flag_hasAVariable(String flag, String variable) {
        assertThat(EnvironmentDefaults.variable(flag)).isEqualTo(variable);
    }
}
