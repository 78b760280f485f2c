package io.github.haproxyexporter.stats;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A column of texts; an empty cell is the empty text. Texts of checks come from other people's servers: any character may be in them. */
public final class TextColumn {

    /** Bytes of a reference. */
    static final int REFERENCE = 4;

    /** The column of a table that has no such column. */
    static final TextColumn NONE = new TextColumn(0);

    private @Nullable String[] cells;

    TextColumn(int capacity) {
        this.cells = new @Nullable String[capacity];
    }

    public String at(int row) {
        String cell = row < cells.length ? cells[row] : null;
        return cell == null ? "" : cell;
    }

    void ensure(int capacity) {
        if (capacity > cells.length) {
            cells = Arrays.copyOf(cells, capacity);
        }
    }

    void set(int row, @Nullable String text) {
        cells[row] = text;
    }
}
