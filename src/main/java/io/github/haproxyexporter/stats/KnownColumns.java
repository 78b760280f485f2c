package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.text.TsvResource;
import java.util.LinkedHashMap;
import java.util.List;
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

    public static KnownColumns load() {
        Map<String, Known> byName = new LinkedHashMap<>();
        for (List<String> row : TsvResource.rows(KnownColumns.class, "columns.tsv")) {
            byName.put(
                    row.get(1),
                    new Known(
                            Integer.parseInt(row.get(0)), row.get(1), row.get(2).equals("text")));
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
