package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.NumberColumn;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

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
        return of(values.length, i -> values[i]);
    }

    /** As many figures as given, each computed for its place. */
    static Numbers of(int n, IntToLongFunction values) {
        return of(NumberColumn.of(n, values), n);
    }

    /** The first n cells of a column. */
    static Numbers of(NumberColumn column, int n) {
        return new Numbers(column, IntStream.range(0, n).toArray());
    }

    /** A cell's figure for use among computed ones, which have no digits beside them. */
    static long plain(long figure) {
        return figure == AS_TEXT ? EMPTY : figure;
    }

    /** The same figure n times. */
    static Numbers repeat(long value, int n) {
        return new Numbers(NumberColumn.of(1, row -> value), new int[n]);
    }

    public long at(int i) {
        return column.at(rows[i]);
    }

    /** Copies several figures from one up to another, exclusive, to the beginning of an array. */
    public void copy(int from, int to, long[] out) {
        column.copy(rows, from, to, out);
    }

    /** Whether all figures from one up to another, exclusive, are certainly from 0 to 9: a look at narrow arrays only. */
    public boolean areDigits(int from, int to) {
        return column.areDigits(rows, from, to);
    }

    /** The decimal digits of a figure that is {@link #AS_TEXT}. */
    public String digits(int i) {
        return column.digits(rows[i]);
    }
}
