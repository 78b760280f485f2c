package io.github.haproxyexporter.haproxycfg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Programs;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** HAProxy prints the first word after {@code .warning}: with hundreds of generated lines, both tokenizers must agree on it. */
class LineTokenizerIT {
    private static final Map<String, String> ENVIRONMENT = Map.of("SET", "a b", "EMPTY", "");
    /** HAProxy 2.6 reads "${NAME-default}" wrongly on the first line for which its line buffer must grow. */
    private static final String LONG_LINE = ".diag " + "x".repeat(2_000);

    private static final Pattern SAID =
            Pattern.compile("parsing \\[[^]]*:(\\d+)]: '(.*?)'\\.\n(?=\\[|Warnings|\\z)", Pattern.DOTALL);

    @Property(tries = 30)
    void words_anyLine_areThoseOfHaproxy(@ForAll("lines") List<String> generated) {
        // A directive with two arguments is an error, and errors name no words.
        List<String> lines = generated.stream()
                .filter(line -> read(line).map(List::size).orElse(0) == 2)
                .toList();
        Map<Integer, String> expected = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            expected.put(
                    i + 1,
                    lines.get(i) + " is read as "
                            + read(lines.get(i)).orElseThrow().get(1));
        }
        Map<Integer, String> said = new TreeMap<>();
        saidByHaproxy(lines).forEach((line, word) -> said.put(line, lines.get(line - 1) + " is read as " + word));
        assertThat(said).isEqualTo(expected);
    }

    @Property(tries = 20)
    void words_lineRefusedHere_isRefusedByHaproxy(@ForAll("lines") List<String> generated) {
        generated.stream()
                .filter(line -> read(line).isEmpty())
                .findFirst()
                .ifPresent(line -> assertThat(check(List.of(line)).exitCode())
                        .as("exit code of HAProxy for: %s", line)
                        .isEqualTo(1));
    }

    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> piece = Arbitraries.of(
                "a",
                "b c",
                " ",
                "\t",
                "\"",
                "\"",
                "'",
                "'",
                "\\",
                "#",
                "\\\\",
                "\\ ",
                "\\n",
                "\\#",
                "\\\"",
                "\\'",
                "\\x41",
                "\\x4",
                "\\1",
                "\\$",
                "$",
                "$SET",
                "\"$SET\"",
                "\"${SET}\"",
                "\"${NONE-x y}\"",
                "\"${EMPTY-x}\"",
                "\"${SET[*]}\"",
                "\"$NONE\"",
                "\"${NONE}\"z",
                "1",
                "é");
        return piece.list()
                .ofMinSize(1)
                .ofMaxSize(7)
                .map(parts -> ".warning w" + String.join("", parts))
                .list()
                .ofSize(60);
    }

    private static Optional<List<String>> read(String line) {
        try {
            return Optional.of(LineTokenizer.words(line, new Environment(ENVIRONMENT), new Origin("test", 1)));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    private static Map<Integer, String> saidByHaproxy(List<String> lines) {
        Map<Integer, String> words = new TreeMap<>();
        Matcher matcher = SAID.matcher(check(lines).err());
        while (matcher.find()) {
            words.put(Integer.parseInt(matcher.group(1)) - 1, matcher.group(2));
        }
        return words;
    }

    private static Finished check(List<String> lines) {
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            String file = directory
                    .write("t.cfg", LONG_LINE + "\n" + String.join("\n", lines) + "\n")
                    .toString();
            return Finished.run(
                    List.of(Programs.find("haproxy").toString(), "-c", "-f", file),
                    ENVIRONMENT,
                    "",
                    Duration.ofMinutes(1));
        }
    }
}
