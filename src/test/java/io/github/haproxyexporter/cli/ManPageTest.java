package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Golden;
import io.github.haproxyexporter.testing.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManPageTest {
    private static final Path PAGE = Path.of("docs/haproxy-exporter.1");

    @Test
    void page_saysWhatTheCommandsSay() {
        Golden.check(PAGE, ManPage.write(Main.commandLine()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "groff -man -ww -Tutf8 -z",
                "mandoc -Tlint -Wwarning",
                "man --warnings=all --no-justification -E UTF-8 -l",
            })
    void page_isAccepted_withoutAWarning(String formatter) {
        List<String> command = new ArrayList<>(List.of(formatter.split(" ", -1)));
        command.set(0, Programs.find(command.get(0)).toString());
        command.add(PAGE.toString());
        Finished formatted = Finished.run(command, Map.of("MANWIDTH", "80"), "", Duration.ofMinutes(1));

        assertThat(formatted.exitCode()).as(formatted.err() + formatted.out()).isZero();
        assertThat(formatted.err()).isEmpty();
        if (!formatter.startsWith("man ")) {
            assertThat(formatted.out()).isEmpty();
        }
    }

    @Test
    void page_hasEveryCommandAndFlag() {
        Finished page = Finished.run(
                List.of(Programs.find("mandoc").toString(), "-Tascii", PAGE.toString()),
                Map.of(),
                "",
                Duration.ofMinutes(1));
        // Bold letters are struck twice.
        String text = page.out().replaceAll(".\b", "");
        assertThat(text).contains("NAME", "SYNOPSIS", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO");
        Main.commandLine().getSubcommands().forEach((name, command) -> {
            assertThat(text).contains("haproxy-exporter " + name);
            command.getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> assertThat(text).as(name).contains(option.longestName()));
        });
    }
}
