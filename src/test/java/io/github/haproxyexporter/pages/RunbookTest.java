package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.Programs;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            Pattern.compile("(?i)\\b(unknown|no such|not found|invalid|out of range|permission|require|usage)");

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

    private static List<String> shellBlocks(Path page) {
        return SHELL_BLOCK
                .matcher(Yaml.text(page))
                .results()
                .map(block -> block.group(2))
                .toList();
    }
}
