package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.Programs;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunbookTest {
    private static final Path FOLDER = Path.of("docs/runbooks");
    private static final Pattern SHELL_BLOCK =
            Pattern.compile("^( *)```sh\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern SOCKET_COMMAND =
            Pattern.compile("echo \"([^\"]+)\" \\| (?:timeout 5 )?socat - \"\\$SOCK\"");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern REFUSAL =
            Pattern.compile("(?i)\\b(unknown|no such|not found|invalid|out of range|permission|require|usage:)");

    /** Lines that read from the socket and change nothing; those that name files or other programs of a machine are not here. */
    private static final Pattern LOOKING = Pattern.compile("^echo \"show (?!errors|resolvers|table)");

    /** The names that the pages use for a backend, servers and a frontend. */
    private static final String CONFIG = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s
            resolvers dns
                nameserver local 127.0.0.1:53
            frontend www
                bind 127.0.0.1:{{port:www}}
                default_backend shop
            backend shop
                option httpchk GET /health
                stick-table type ip size 1k store conn_cur
                server web1 127.0.0.1:{{port:web1}} check maxconn 20
                server web2 127.0.0.1:{{port:web2}} check
                server web3 127.0.0.1:{{port:web3}} check
            """;

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_linksToWhatIsThere(Path page) {
        assertThat(LINK.matcher(Yaml.text(page)).results().map(link -> FOLDER.resolve(link.group(1))))
                .as(page.toString())
                .allSatisfy(target -> assertThat(target).exists());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void page_hasCommandsThatAShellUnderstands(Path page) {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            Path script = scratch.write("page.sh", "#!/bin/bash\n" + String.join("\n", shellBlocks(page)));

            // What a person pastes line by line needs no exit code (SC2181, SC2015); the example's names are used on
            // some pages only (SC2034).
            Finished shellcheck = Finished.run(
                    Programs.find("shellcheck").toString(), "--exclude=SC2034,SC2015,SC2181", script.toString());

            assertThat(shellcheck.exitCode()).as(page + "\n" + shellcheck.out()).isZero();
        }
    }

    @Test
    void socketCommands_areAllAcceptedByHaproxy() throws IOException {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG)) {
            List<String> commands = pages().flatMap(page -> shellBlocks(page).stream())
                    .flatMap(block -> SOCKET_COMMAND.matcher(block).results())
                    .map(match -> match.group(1)
                            .replace("$B", "shop")
                            .replace("$S", "web2")
                            .replace("$F", "www"))
                    .distinct()
                    .toList();

            assertThat(commands)
                    .hasSizeGreaterThan(10)
                    .allSatisfy(command -> assertThat(
                                    haproxy.command(command).lines().findFirst().orElse(""))
                            .as(command)
                            .doesNotContainPattern(REFUSAL));
        }
    }

    /** The pipelines that only look: with what the pages call SOCK, B, S and F, each finds something to show. */
    @Test
    void lookingCommands_showSomethingOfARealHaproxy() throws IOException {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG);
                ScratchDirectory scratch = ScratchDirectory.create()) {
            haproxy.awaitStatus("shop", "web2", "DOWN");
            List<String> lines = pages().flatMap(page -> shellBlocks(page).stream())
                    .flatMap(String::lines)
                    .map(String::strip)
                    .filter(line -> LOOKING.matcher(line).find())
                    // This HAProxy has no master, peers and certificates; RunbooksIT
                    // asks one that has.
                    .filter(line ->
                            Stream.of("$MASTER", "show peers", "show ssl").noneMatch(line::contains))
                    .distinct()
                    .toList();

            assertThat(lines).hasSizeGreaterThan(25).allSatisfy(line -> {
                Finished shown = bash(scratch, haproxy, line);
                assertThat(shown.exitCode()).as(line + "\n" + shown.err()).isZero();
                assertThat(shown.out()).as(line).isNotBlank();
            });
        }
    }

    /** The check may go to an address and a port of its own, and then that is what must be asked. */
    @Test
    void checkedAddress_isThatOfTheCheck() {
        String config = CONFIG.replace("{{port:web2}} check", "{{port:web2}} check port {{port:other}}");
        try (HaproxyProcess haproxy = HaproxyProcess.start(config);
                ScratchDirectory scratch = ScratchDirectory.create()) {
            String line = shellBlocks(FOLDER.resolve("HAProxyServerDown.md")).stream()
                    .flatMap(String::lines)
                    .map(String::strip)
                    .filter(text -> text.startsWith("ADDR="))
                    .findFirst()
                    .orElseThrow();

            assertThat(bash(scratch, haproxy, line + "; echo \"$ADDR\"").out().strip())
                    .isEqualTo("127.0.0.1:" + haproxy.port("other"));
            assertThat(bash(scratch, haproxy, "S=web1; " + line + "; echo \"$ADDR\"")
                            .out()
                            .strip())
                    .isEqualTo("127.0.0.1:" + haproxy.port("web1"));
        }
    }

    /** What HAProxyServerDown says: ready serves at once and unchecked, drain is checked and gets nobody new. */
    @Test
    void serverPutBack_servesBeforeAnyCheckUnlessItIsDrained() {
        String config = CONFIG.replace("{{port:web2}} check", "{{port:web2}} check inter 1s");
        try (HaproxyProcess haproxy = HaproxyProcess.start(config)) {
            haproxy.awaitStatus("shop", "web2", "DOWN");
            haproxy.socket().change("set server shop/web2 state maint");
            haproxy.awaitStatus("shop", "web2", "MAINT");

            haproxy.socket().change("set server shop/web2 state drain");
            haproxy.awaitColumn("shop", "web2", "check_status", status -> status.endsWith("L4CON"));
            assertThat(haproxy.socket().status("shop", "web2")).doesNotStartWith("UP");

            haproxy.socket().change("set server shop/web2 state maint");
            haproxy.socket().change("set server shop/web2 state ready");
            assertThat(haproxy.socket().status("shop", "web2")).isEqualTo("UP 1/3");
        }
    }

    @Test
    void pausedFrontend_comesBackByEnable() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG)) {
            haproxy.socket().change("disable frontend www");
            haproxy.awaitStatus("www", "FRONTEND", "PAUSED");

            haproxy.socket().change("enable frontend www");

            haproxy.awaitStatus("www", "FRONTEND", "OPEN");
        }
    }

    /** What HAProxyBackendSlow prints first are the requests that got no answer at all, then the slowest. */
    @Test
    void slowestRequests_beginWithThoseThatTimedOut() {
        String sort = shellBlocks(FOLDER.resolve("HAProxyBackendSlow.md")).stream()
                .flatMap(String::lines)
                .filter(line -> line.contains("journalctl"))
                .findFirst()
                .orElseThrow()
                .replaceFirst("^.*?-o cat", "cat");
        String log = """
                10.0.0.1:1 [24/Nov] www shop/web1 0/0/1/20/21 200 9 - - ---- 1/1 0/0 "GET /quick HTTP/1.1"
                10.0.0.1:2 [24/Nov] www shop/web1 0/0/1/-1/5001 504 9 - - sH-- 1/1 0/0 "GET /never HTTP/1.1"
                10.0.0.1:3 [24/Nov] www shop/web1 0/0/1/900/901 200 9 - - ---- 1/1 0/0 "GET /slow HTTP/1.1"
                """;

        Finished sorted = Finished.run(List.of("bash", "-c", "B=shop; " + sort), Map.of(), log, Duration.ofSeconds(30));

        assertThat(sorted.out().lines().map(line -> line.replaceFirst(".*GET /(\\w+).*", "$1")))
                .containsExactly("never", "slow", "quick");
    }

    private static Finished bash(ScratchDirectory scratch, HaproxyProcess haproxy, String line) {
        String names = "set -o pipefail; SOCK=%s; B=shop; S=web2; F=www; cd %s; "
                .formatted(haproxy.socketPath(), scratch.path());
        return Finished.run("bash", "-c", names + line);
    }

    static List<String> shellBlocks(Path page) {
        return SHELL_BLOCK
                .matcher(Yaml.text(page))
                .results()
                .map(block -> block.group(2))
                .toList();
    }
}
