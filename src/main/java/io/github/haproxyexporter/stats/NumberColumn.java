package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.memory.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A column of numbers, read as one {@code long} a row and kept as narrow as its values allow: of a table's columns most are empty
 * or hold small figures. What a {@code long} of up to 18 digits cannot hold (a u64 near its end, a fraction) keeps its digits as
 * text beside the column: a counter is never rounded on its way through.
 */
public final class NumberColumn {

    /** The cell was empty: the column does not apply to the row's object. */
    public static final long EMPTY = Long.MIN_VALUE;

    /** The cell's digits are in {@link #digits(int)}. */
    public static final long AS_TEXT = Long.MIN_VALUE + 1;

    private static final int MAX_PLAIN_DIGITS = 18;
    private static final int MAX_TEXT = 64;

    /** Bytes of an entry of {@link #texts}: the entry, its key and the text. */
    private static final int ENTRY = 120;

    private static final byte[] NO_BYTES = {};
    private static final int[] NO_INTS = {};
    private static final long[] NO_LONGS = {};

    private final Map<Integer, String> texts = new HashMap<>();

    /** Values, of which the two lowest stand for the two special ones. At most one of the arrays has cells; without, all are empty. */
    private byte[] bytes = NO_BYTES;

    private int[] ints = NO_INTS;
    private long[] longs = NO_LONGS;
    private int capacity;
    private final MemoryBudget.@Nullable Share memory;

    NumberColumn(int capacity) {
        this(capacity, null);
    }

    /** A column that takes its memory from a share. */
    NumberColumn(int capacity, MemoryBudget.@Nullable Share memory) {
        this.capacity = capacity;
        this.memory = memory;
    }

    /** A column of as many values as given, each computed for its row. {@link #AS_TEXT} is none of them. */
    public static NumberColumn of(int rows, IntToLongFunction values) {
        NumberColumn column = new NumberColumn(rows);
        for (int row = 0; row < rows; row++) {
            long value = values.applyAsLong(row);
            if (value != EMPTY) {
                column.store(row, value);
            }
        }
        return column;
    }

    /** A column of cells read from their texts; one is empty where that is not a decimal number. */
    public static NumberColumn ofTexts(String... texts) {
        NumberColumn column = new NumberColumn(texts.length);
        for (int row = 0; row < texts.length; row++) {
            byte[] bytes = texts[row].getBytes(StandardCharsets.US_ASCII);
            column.set(row, bytes, 0, bytes.length);
        }
        return column;
    }

    /** The value in a row, or {@link #EMPTY}, or {@link #AS_TEXT}. */
    public long at(int row) {
        if (bytes.length > 0) {
            return wide(bytes[row], Byte.MIN_VALUE);
        }
        if (ints.length > 0) {
            return wide(ints[row], Integer.MIN_VALUE);
        }
        return longs.length > 0 ? longs[row] : EMPTY;
    }

    /**
     * Copies what {@link #at} gives for several rows: a loop over a narrow array instead of a call for each.
     *
     * @param rows the rows' numbers
     * @param from the first of them that is wanted
     * @param to behind the last
     * @param out gets the values, from its beginning
     */
    public void copy(int[] rows, int from, int to, long[] out) {
        if (bytes.length > 0) {
            byte[] cells = bytes;
            for (int i = from; i < to; i++) {
                out[i - from] = wide(cells[rows[i]], Byte.MIN_VALUE);
            }
        } else if (ints.length > 0) {
            int[] cells = ints;
            for (int i = from; i < to; i++) {
                out[i - from] = wide(cells[rows[i]], Integer.MIN_VALUE);
            }
        } else if (longs.length > 0) {
            long[] cells = longs;
            for (int i = from; i < to; i++) {
                out[i - from] = cells[rows[i]];
            }
        } else {
            Arrays.fill(out, 0, to - from, EMPTY);
        }
    }

    /** Whether the cells of several rows, from one up to another, exclusive, are all from 0 to 9; false too for a wide column. */
    public boolean areDigits(int[] rows, int from, int to) {
        byte[] cells = bytes;
        if (cells.length == 0) {
            return false;
        }
        int seen = 0;
        for (int i = from; i < to; i++) {
            int value = cells[rows[i]];
            seen |= value | (9 - value);
        }
        return seen >= 0;
    }

    /** The decimal digits of a cell whose value is {@link #AS_TEXT}. */
    public String digits(int row) {
        return texts.getOrDefault(row, "");
    }

    void ensure(int rows) {
        if (rows > capacity) {
            resize(rows, width());
        }
    }

    void clear(int row) {
        if (at(row) != EMPTY) {
            store(row, EMPTY);
            texts.remove(row);
        }
    }

    private void store(int row, long value) {
        int needed = value <= AS_TEXT || fits(value, Byte.MIN_VALUE)
                ? 1
                : fits(value, Integer.MIN_VALUE) ? Integer.BYTES : Long.BYTES;
        if (needed > width()) {
            resize(capacity, needed);
        }
        put(row, value);
    }

    /** Whether a cell with that lowest value holds the value; its two lowest stand for the special ones. */
    private static boolean fits(long value, long lowest) {
        return value > lowest + 1 && value <= -(lowest + 1);
    }

    private static long narrow(long value, long lowest) {
        return value <= AS_TEXT ? lowest + (value - EMPTY) : value;
    }

    private static long wide(long cell, long lowest) {
        return cell > lowest + 1 ? cell : EMPTY + (cell - lowest);
    }

    private void put(int row, long value) {
        if (longs.length > 0) {
            longs[row] = value;
        } else if (ints.length > 0) {
            ints[row] = (int) narrow(value, Integer.MIN_VALUE);
        } else if (bytes.length > 0) {
            bytes[row] = (byte) narrow(value, Byte.MIN_VALUE);
        }
    }

    private void resize(int rows, int width) {
        take((long) rows * width - (long) capacity * width());
        NumberColumn resized = new NumberColumn(rows);
        resized.bytes = width == 1 ? new byte[rows] : NO_BYTES;
        resized.ints = width == Integer.BYTES ? new int[rows] : NO_INTS;
        resized.longs = width == Long.BYTES ? new long[rows] : NO_LONGS;
        for (int row = 0; row < rows; row++) {
            resized.put(row, row < capacity ? at(row) : EMPTY);
        }
        bytes = resized.bytes;
        ints = resized.ints;
        longs = resized.longs;
        capacity = rows;
    }

    /** Bytes of a cell. */
    private int width() {
        return longs.length > 0 ? Long.BYTES : ints.length > 0 ? Integer.BYTES : bytes.length > 0 ? 1 : 0;
    }

    private void take(long more) {
        if (memory != null) {
            memory.take(more);
        }
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
        store(row, negative ? -value : value);
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
        take(ENTRY);
        store(row, AS_TEXT);
        texts.put(row, new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        return true;
    }
}
