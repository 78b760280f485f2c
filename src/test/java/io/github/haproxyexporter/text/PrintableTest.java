package io.github.haproxyexporter.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void clean_unsafeCharacters_areReplaced() {
        String unsafe = IntStream.of(
                        0, 0x1b, 0x7f, 0x80, 0x9b, 0x9f, 0xad, 0x200e, 0x202a, 0x202e, 0x2028, 0x2029, 0x2066, 0x2069,
                        0xfeff, 0xd800, 0xe0001)
                .mapToObj(Character::toString)
                .collect(Collectors.joining("a"));

        assertThat(Printable.clean(unsafe)).matches("\\.(?:a\\.)+");
        assertThat(Printable.clean(unsafe, ' ', 100)).matches(" (?:a )+");
        assertThat(Printable.clean("web1 ünï 日本 \ud83d\ude00")).isEqualTo("web1 ünï 日本 \ud83d\ude00");
    }

    @Test
    void clean_longerText_endsWithAnEllipsis_andCutsNoCharacter() {
        assertThat(Printable.clean("abc", '.', 3)).isEqualTo("abc");
        assertThat(Printable.clean("abcd", '.', 3)).isEqualTo("abc…");
        assertThat(Printable.clean("\ud83d\ude00\ud83d\ude00", '.', 1)).isEqualTo("\ud83d\ude00…");
    }

    @Test
    void line_linesAndMegabytes_areOneShortLine() {
        assertThat(Printable.line("one  \r\n\n  two\u0007", 100)).isEqualTo("one two ");
        assertThat(Printable.line(" \n".repeat(2_000_000) + "end", 100)).hasSizeLessThan(200);
        assertThat(Printable.line("x\n".repeat(2_000_000), 100)).hasSize(101).endsWith("…");
    }
}
