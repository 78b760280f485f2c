package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the repository that is made from another one. */
record GeneratedFile(Path path) {
    /** The switch that writes such files anew. */
    private static final String UPDATE = "update";

    /** Fails when the file is not that text; with {@code -Dupdate=true} it becomes that text. */
    void mustBe(String text) {
        try {
            if (Boolean.getBoolean(UPDATE)) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, text);
            }
            assertThat(Files.exists(path) ? Files.readString(path) : "")
                    .as("%s is stale: run this test with -D%s=true and commit the file", path, UPDATE)
                    .isEqualTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + path, e);
        }
    }
}
