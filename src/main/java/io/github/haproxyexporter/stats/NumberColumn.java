package io.github.haproxyexporter.stats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A column of numbers, one {@code long} a row. What a {@code long} of up to 18 digits cannot hold (a u64 near its end, a
 * fraction) keeps its digits as text beside the column: a counter is never rounded on its way through.
 */
public final class NumberColumn {

    /** The cell was empty: the column does not apply to the row's object. */
    public static final long EMPTY = Long.MIN_VALUE;

    /** The cell's digits are in {@link #digits(int)}. */
    public static final long AS_TEXT = Long.MIN_VALUE + 1;

    private static final int MAX_PLAIN_DIGITS = 18;
    private static final int MAX_TEXT = 64;

    private final Map<Integer, String> texts = new HashMap<>();
    private long[] cells;

    NumberColumn(int capacity) {
        this.cells = new long[capacity];
        Arrays.fill(cells, EMPTY);
    }

    /** A column of values computed from others. */
    public static NumberColumn of(long[] values) {
        NumberColumn column = new NumberColumn(0);
        column.cells = values.clone();
        return column;
    }

    /** A column of one cell, read from its text; empty when that is not a decimal number. */
    public static NumberColumn ofText(String text) {
        NumberColumn column = new NumberColumn(1);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        column.set(0, bytes, 0, bytes.length);
        return column;
    }

    /** The value in a row, or {@link #EMPTY}, or {@link #AS_TEXT}. */
    public long at(int row) {
        return cells[row];
    }

    /** The decimal digits of a cell whose value is {@link #AS_TEXT}. */
    public String digits(int row) {
        return texts.getOrDefault(row, "");
    }

    void ensure(int capacity) {
        if (capacity > cells.length) {
            int old = cells.length;
            cells = Arrays.copyOf(cells, capacity);
            Arrays.fill(cells, old, capacity, EMPTY);
        }
    }

    void clear(int row) {
        cells[row] = EMPTY;
        texts.remove(row);
    }

    /** Reads a cell from its bytes; false when they are not a decimal number (the cell then stays empty). */
    boolean set(int row, byte[] bytes, int from, int to) {
        if (from == to) {
            return true;
        }
        int i = from;
        boolean negative = bytes[i] == '-';
        if (negative) {
            i++;
        }
        if (i == to || to - i > MAX_PLAIN_DIGITS) {
            return setText(row, bytes, from, to);
        }
        long value = 0;
        for (; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return setText(row, bytes, from, to);
            }
            value = value * 10 + digit;
        }
        cells[row] = negative ? -value : value;
        return true;
    }

    private boolean setText(int row, byte[] bytes, int from, int to) {
        if (to - from > MAX_TEXT) {
            return false;
        }
        int digits = 0;
        int points = 0;
        for (int i = bytes[from] == '-' ? from + 1 : from; i < to; i++) {
            byte b = bytes[i];
            if (b >= '0' && b <= '9') {
                digits++;
            } else if (b == '.' && digits > 0 && i + 1 < to) {
                points++;
            } else {
                return false;
            }
        }
        if (digits == 0 || points > 1) {
            return false;
        }
        cells[row] = AS_TEXT;
        texts.put(row, new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        return true;
    }
}
