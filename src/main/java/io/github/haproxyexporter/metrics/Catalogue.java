package io.github.haproxyexporter.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** All metrics that come from HAProxy, from {@code catalogue.tsv} beside this class: the only list of them. */
public final class Catalogue {

    private final List<CatalogueRow> rows;

    private Catalogue(List<CatalogueRow> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Reads the catalogue; it is part of the program, so a catalogue that cannot be read is a defect. */
    public static Catalogue load() {
        List<CatalogueRow> rows = new ArrayList<>();
        try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.tsv")) {
            if (in == null) {
                throw new IllegalStateException("catalogue.tsv is missing from the program");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    rows.add(CatalogueRow.parse(line));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Catalogue(rows);
    }

    /** In the order of exposition. Rows of one family in a profile follow each other. */
    public List<CatalogueRow> rows() {
        return rows;
    }
}
