package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The configurations that show what a rule objects to ({@code .bad.cfg}), and what it wants instead ({@code .good.cfg}). */
final class Fixture {
    /** What a running HAProxy would say of the servers in the fixtures. */
    private static final Map<String, Duration> SEEN =
            Map.of("shop/web1", Duration.ofMillis(4), "shop/web2", Duration.ofMillis(2_200));

    private static final Path DIRECTORY = Path.of("src/test/resources/lint");

    private Fixture() {}

    /** The rule's example. */
    static Path bad(String id) {
        return DIRECTORY.resolve(id + ".bad.cfg");
    }

    static Path good(String id) {
        return DIRECTORY.resolve(id + ".good.cfg");
    }

    /** Every fixture whose name ends so, the variants with inherited settings among them. */
    static List<String> all(String ending) {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return text(DIRECTORY.resolve(name));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Findings of all rules, the seen durations known only to the rule that needs them. */
    static List<Finding> findings(String text, String id) {
        return findings(text, id.equals("HC009") ? SEEN : Map.of(), Map.of());
    }

    static List<Finding> findings(String text, Map<String, Duration> durations, Map<String, Integer> codes) {
        try {
            LintInput input = new LintInput(ConfigReader.read("haproxy.cfg", text, Map.of()), durations, codes);
            return Linter.lint(input, Set.of()).findings();
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** The configuration after all edits of a suggestion, with values for what only the operator knows. */
    static String apply(String text, Finding.Suggestion suggestion) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        // From the end, so that no edit moves the line of another.
        suggestion.edits().stream()
                .sorted(Comparator.comparingInt((Edit edit) -> edit.origin().line())
                        .reversed())
                .forEach(edit -> {
                    int index = edit.origin().line() - 1;
                    List<String> written = edit.text()
                            .replaceAll("[A-Z-]*ADDRESS:PORT", "10.9.9.9:80")
                            .replace("HOST-NAME", "shop.example.com")
                            .replace("CA-FILE", "@system-ca")
                            .replace("NAME", "another")
                            .lines()
                            .map(line -> "    " + line)
                            .toList();
                    if (edit.kind() == Finding.Suggestion.Kind.REPLACE) {
                        lines.remove(index);
                        lines.addAll(index, written);
                    } else {
                        lines.addAll(index + 1, written);
                    }
                });
        return String.join("\n", lines) + "\n";
    }
}
