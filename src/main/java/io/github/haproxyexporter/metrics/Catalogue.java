package io.github.haproxyexporter.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * All metrics that come from HAProxy, from {@code catalogue.tsv} beside this class: the only list of them.
 *
 * @param rows in the order of exposition; those of one family in a profile follow each other
 */
public record Catalogue(List<CatalogueRow> rows) {

    /** Reads the catalogue; it is part of the program, so a catalogue that cannot be read is a defect. */
    public static Catalogue load() {
        return new Catalogue(lines("catalogue.tsv").stream()
                .filter(line -> !line.startsWith("#"))
                .map(CatalogueRow::parse)
                .toList());
    }

    /** The lines of a file beside this class. */
    static List<String> lines(String file) {
        try (InputStream in = Catalogue.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
