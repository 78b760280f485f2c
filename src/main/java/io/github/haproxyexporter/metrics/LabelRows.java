package io.github.haproxyexporter.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The labels of the objects that a family has samples of: as many rows as objects, the same label names for each.
 */
public final class LabelRows {

    private final List<String> names;
    private final String[][] values;
    private final int size;

    private LabelRows(List<String> names, String[][] values, int size) {
        this.names = List.copyOf(names);
        this.values = values;
        this.size = size;
    }

    /** One row without labels. */
    static LabelRows none() {
        return new LabelRows(List.of(), new String[0][], 1);
    }

    /** Rows given as one array of values for each name. */
    static LabelRows of(List<String> names, String[]... values) {
        return new LabelRows(names, values, values[0].length);
    }

    /** The same rows with further labels before their own. */
    LabelRows with(List<Label> constant) {
        if (constant.isEmpty()) {
            return this;
        }
        List<String> all = new ArrayList<>();
        String[][] columns = new String[constant.size() + values.length][];
        for (Label label : constant) {
            columns[all.size()] = new String[size];
            Arrays.fill(columns[all.size()], label.value());
            all.add(label.name());
        }
        System.arraycopy(values, 0, columns, constant.size(), values.length);
        all.addAll(names);
        return new LabelRows(all, columns, size);
    }

    public int size() {
        return size;
    }

    public List<String> names() {
        return names;
    }

    /** The value of the label with the given position in {@link #names()}, not escaped. */
    public String value(int row, int label) {
        return values[label][row];
    }
}
