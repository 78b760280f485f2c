package io.github.haproxyexporter.stats;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The columns of {@code show stat} that are documented, from {@code columns.tsv} beside this class. */
public final class KnownColumns {

    /** The column that separates HAProxy's own columns from those of its modules (h1, h2, ssl …). */
    public static final String MODULE_SEPARATOR = "-";

    /**
     * One documented column.
     *
     * @param number its number in HAProxy's documentation, for users who name columns so
     * @param text whether its cells are texts
     */
    public record Known(int number, String name, boolean text) {}

    private final Map<String, Known> byName;

    private KnownColumns(Map<String, Known> byName) {
        this.byName = byName;
    }

    /** Reads the table; it is part of the program, so a table that cannot be read is a defect. */
    public static KnownColumns load() {
        Map<String, Known> byName = new LinkedHashMap<>();
        try (InputStream in = KnownColumns.class.getResourceAsStream("columns.tsv")) {
            if (in == null) {
                throw new IllegalStateException("columns.tsv is missing from the program");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] cells = line.split("\t", -1);
                    byName.put(cells[1], new Known(Integer.parseInt(cells[0]), cells[1], cells[2].equals("text")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KnownColumns(byName);
    }

    public boolean isKnown(String name) {
        return byName.containsKey(name);
    }

    public boolean isText(String name) {
        Known known = byName.get(name);
        return known != null && known.text();
    }

    /** The column with a documented number. */
    public Optional<String> nameOf(int number) {
        return byName.values().stream()
                .filter(known -> known.number() == number)
                .map(Known::name)
                .findFirst();
    }
}
