package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Golden;
import io.github.haproxyexporter.testing.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.AutoComplete;

/** What the shells complete is what the program takes. bin/test-package asks the shells themselves, zsh and fish too. */
class CompletionTest {
    private static final Path BASH = Path.of("deploy/completion/haproxy-exporter.bash");
    private static final Path FISH = Path.of("deploy/completion/haproxy-exporter.fish");

    @Test
    void bash_knowsWhatTheCommandsTake() {
        // It is read, not run, and not ours to lint.
        Golden.check(
                BASH,
                AutoComplete.bash("haproxy-exporter", Main.commandLine())
                        .replaceFirst("^#!.*\n", "")
                        .replaceAll("(?m)[ \t]+$", ""));
    }

    @Test
    void fish_knowsWhatTheCommandsTake() {
        Golden.check(FISH, FishCompletion.write(Main.commandLine()));
    }

    @ParameterizedTest
    @CsvSource({
        "sta, status",
        "status --do, --down",
        "--metrics.pro, --metrics.profile",
        "lint --sar, --sarif",
    })
    void bash_completes(String typed, String expected) {
        String script = """
                . "$0"
                COMP_WORDS=(haproxy-exporter $1)
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                COMP_LINE="haproxy-exporter $1"
                COMP_POINT=${#COMP_LINE}
                _complete_haproxy-exporter
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        Finished bash = Finished.run(
                List.of(Programs.find("bash").toString(), "-c", script, BASH.toString(), typed),
                Map.of(),
                "",
                Duration.ofMinutes(1));

        assertThat(bash.out().lines()).as(bash.err()).contains(expected);
    }
}
