package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.NumberColumn;

/** The figures of a block, one for each of its label rows. */
public final class Numbers {

    /** There is no figure for the row. */
    public static final long EMPTY = NumberColumn.EMPTY;

    /** The figure stands in {@link #digits}. */
    public static final long AS_TEXT = NumberColumn.AS_TEXT;

    private final NumberColumn column;
    private final int[] rows;

    /** The cells of the column in the given rows. */
    Numbers(NumberColumn column, int[] rows) {
        this.column = column;
        this.rows = rows;
    }

    /** As many figures as given. */
    static Numbers of(long... values) {
        return new Numbers(NumberColumn.of(values), upTo(values.length));
    }

    /** A cell's figure for use among computed ones, which have no digits beside them. */
    static long plain(long figure) {
        return figure == AS_TEXT ? EMPTY : figure;
    }

    /** The same figure n times. */
    static Numbers repeat(long value, int n) {
        return new Numbers(NumberColumn.of(new long[] {value}), new int[n]);
    }

    public long at(int i) {
        return column.at(rows[i]);
    }

    /** The decimal digits of a figure that is {@link #AS_TEXT}. */
    public String digits(int i) {
        return column.digits(rows[i]);
    }

    private static int[] upTo(int n) {
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) {
            rows[i] = i;
        }
        return rows;
    }
}
