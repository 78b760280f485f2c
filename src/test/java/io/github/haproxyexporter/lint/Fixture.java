package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The configurations that show what a rule objects to, and what it wants instead. */
final class Fixture {
    /** What a running HAProxy would say of the servers in the fixtures. */
    static final Map<String, Duration> SEEN =
            Map.of("shop/web1", Duration.ofMillis(4), "shop/web2", Duration.ofMillis(2_200));

    private static final Path DIRECTORY = Path.of("src/test/resources/lint");

    private Fixture() {}

    static Path bad(String id) {
        return DIRECTORY.resolve(id + ".bad.cfg");
    }

    static Path good(String id) {
        return DIRECTORY.resolve(id + ".good.cfg");
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
        try {
            LintInput input = new LintInput(
                    ConfigReader.read("haproxy.cfg", text, Map.of()), id.equals("HC009") ? SEEN : Map.of());
            return Linter.lint(input, Set.of()).findings();
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }
}
