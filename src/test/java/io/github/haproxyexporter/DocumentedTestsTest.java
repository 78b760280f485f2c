package io.github.haproxyexporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that documents name for what they promise. */
class DocumentedTestsTest {

    private static final Path TESTS = Path.of("src/test/java");

    /** A class, or one of its methods, which may be shortened: {@code RouterTest `handlerThatFails_…`}. */
    private static final Pattern NAMED = Pattern.compile("\\b([A-Z]\\w+(?:Test|IT))\\b|`(\\w*_\\w*)(…?)`");

    @ParameterizedTest
    @ValueSource(strings = {"SECURITY.md", "docs/reliability.md"})
    void everyNamedTest_exists(String document) throws IOException {
        Map<String, String> classes = classes();
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (String line : Files.readAllLines(Path.of(document))) {
            Matcher named = NAMED.matcher(line.startsWith("|") ? line : "");
            String test = "";
            while (named.find()) {
                if (named.group(1) != null) {
                    test = named.group(1);
                } else if (test.isEmpty()) {
                    continue;
                }
                boolean exists = named.group(1) != null
                        ? classes.containsKey(test)
                        : hasMethod(classes.getOrDefault(test, ""), named.group(2), named.group(3));
                found++;
                if (!exists) {
                    missing.add(test + " " + named.group());
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(20);
    }

    /** In a document's table each row of a promise names its test. */
    @ParameterizedTest
    @ValueSource(strings = {"SECURITY.md", "docs/reliability.md"})
    void everyPromise_namesItsTest(String document) throws IOException {
        List<String> unnamed = new ArrayList<>();
        boolean promises = false;
        for (String line : Files.readAllLines(Path.of(document))) {
            if (!line.startsWith("|")) {
                promises = false;
            } else if (line.contains("| tests that fail without it |") || line.contains("| shown by |")) {
                promises = true;
            } else if (promises
                    && !line.startsWith("|---")
                    && !NAMED.matcher(lastCell(line)).find()) {
                unnamed.add(line);
            }
        }

        assertThat(unnamed).isEmpty();
    }

    private static String lastCell(String row) {
        String[] cells = row.split("\\|", -1);
        return cells[cells.length - 2];
    }

    private static boolean hasMethod(String source, String name, String shortened) {
        String method = "void " + name + (shortened.isEmpty() ? "\\(" : "\\w*\\(");
        return Pattern.compile(method).matcher(source).find();
    }

    private static Map<String, String> classes() throws IOException {
        Map<String, String> classes = new HashMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> classes.put(file.getFileName().toString().replace(".java", ""), read(file)));
        }
        return classes;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
