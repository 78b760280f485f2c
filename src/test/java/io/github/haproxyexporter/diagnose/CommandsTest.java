package io.github.haproxyexporter.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Programs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain-1.2/3:4@%+=,",
                "two words",
                "it's",
                "$(rm -rf /) `id` $HOME \\",
                "",
                "a\nb\r\n\u001b[2J",
                "tab\there's \\ ü\n"
            })
    void quote_anything_isTakenLiterallyByTheShell(String text) {
        String quoted = Commands.quote(text);
        assertThat(quoted).doesNotContainPattern("\\p{Cntrl}");
        assertThat(Finished.run(Programs.find("bash").toString(), "-c", "printf %s. " + quoted)
                        .orThrow()
                        .out())
                .isEqualTo(text + ".");
    }
}
