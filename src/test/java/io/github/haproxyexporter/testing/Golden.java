package io.github.haproxyexporter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that hold what the program is expected to say. {@code -Dupdate=true} writes them anew; the difference is then for the reader of the commit. */
public final class Golden {

    private static final Path RESOURCES = Path.of("src/test/resources/golden");

    private Golden() {}

    /** Compares a text with a file of {@code src/test/resources/golden}. */
    public static void check(String name, String actual) {
        check(RESOURCES.resolve(name), actual);
    }

    /** Compares a text with any file of the repository. */
    public static void check(Path file, String actual) {
        try {
            if (Boolean.getBoolean("update")) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, actual);
            }
            assertThat(file).as("written by: mvn test -Dupdate=true").exists();
            assertThat(actual)
                    .as("%s; when the change is meant: mvn test -Dupdate=true", file)
                    .isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + file, e);
        }
    }
}
