package io.github.haproxyexporter.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What HAProxy said of the objects of one sort, other than in {@code show stat}: a row of texts for each object under named
 * columns. An empty text means that the column does not apply.
 *
 * @param columns the columns' names
 * @param rows as many texts each as there are columns; not to be changed
 */
public record Records(List<String> columns, List<String[]> rows) {

    /** Nothing of any object. */
    public static final Records NONE = new Records(List.of(), List.of());

    public Records {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** One object by its fields. */
    public static Records of(Map<String, String> fields) {
        List<String[]> row = new ArrayList<>();
        row.add(fields.values().toArray(String[]::new));
        return new Records(List.copyOf(fields.keySet()), row);
    }

    public int size() {
        return rows.size();
    }

    /** Bytes of the rows without their texts, which several records may share. */
    public long rowBytes() {
        return (16L + 4L * columns.size()) * rows.size();
    }

    /** The text of a row under a column; empty when there is no such column. */
    public String text(int row, String column) {
        int position = columns.indexOf(column);
        return position < 0 ? "" : rows.get(row)[position];
    }

    /** All texts of a column. */
    public String[] column(String name) {
        return IntStream.range(0, size()).mapToObj(row -> text(row, name)).toArray(String[]::new);
    }
}
