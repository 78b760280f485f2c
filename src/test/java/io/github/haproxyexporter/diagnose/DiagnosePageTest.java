package io.github.haproxyexporter.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.stats.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiagnosePageTest {

    @Test
    void page_explainsEveryCauseInTheProgramsOwnWords() throws IOException {
        assertThat(Files.readAllLines(Path.of("docs/diagnose.md")))
                .containsSubsequence(Stream.of(Cause.values())
                        .map(cause -> "| `" + cause.label() + "` | " + cause.meaning() + " |")
                        .toList());
    }
}
