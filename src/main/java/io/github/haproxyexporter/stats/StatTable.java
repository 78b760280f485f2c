package io.github.haproxyexporter.stats;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One answer to {@code show stat} as columns: a row for each frontend, listener, server and backend, in HAProxy's order,
 * each object once. Only the columns that the reader was asked for are kept.
 */
public final class StatTable {

    private final List<String> header;
    private final Map<String, NumberColumn> numbers;
    private final Map<String, TextColumn> texts;
    private final byte[] kinds;
    private final long rejectedCells;
    private final long droppedRows;
    private final int[][] rowsByKind;
    private final Map<Integer, Outage> outages = new HashMap<>();

    StatTable(
            List<String> header,
            Map<String, NumberColumn> numbers,
            Map<String, TextColumn> texts,
            byte[] kinds,
            long rejectedCells,
            long droppedRows) {
        this.header = List.copyOf(header);
        this.numbers = new LinkedHashMap<>(numbers);
        this.texts = new LinkedHashMap<>(texts);
        this.kinds = kinds;
        this.rejectedCells = rejectedCells;
        this.droppedRows = droppedRows;
        this.rowsByKind = Arrays.stream(ObjectKind.values())
                .map(kind -> IntStream.range(0, kinds.length)
                        .filter(row -> kinds[row] == kind.type())
                        .toArray())
                .toArray(int[][]::new);
    }

    /** The names in the header line, without the empty one that its trailing comma makes. */
    public List<String> header() {
        return header;
    }

    public int rows() {
        return kinds.length;
    }

    public ObjectKind kind(int row) {
        return ObjectKind.of(kinds[row]);
    }

    /** The numbers of the rows of one kind, ascending. Not to be changed. */
    public int[] rows(ObjectKind kind) {
        return rowsByKind[kind.type()];
    }

    /** A column of numbers, or null when this HAProxy has none of that name or it was not asked for. */
    public @Nullable NumberColumn number(String name) {
        return numbers.get(name);
    }

    /** A number of one row; empty when there is none. */
    public OptionalLong number(String name, int row) {
        NumberColumn column = numbers.get(name);
        return column == null || column.at(row) < 0 ? OptionalLong.empty() : OptionalLong.of(column.at(row));
    }

    /** A column of texts; of a name that is not there, a column of empty texts. */
    public TextColumn text(String name) {
        TextColumn column = texts.get(name);
        return column == null ? TextColumn.NONE : column;
    }

    /** Whether HAProxy has columns of texts of these names and they were asked for. */
    public boolean keeps(String... names) {
        return texts.keySet().containsAll(List.of(names));
    }

    /** Sets the outage of a server, before the table is passed on. */
    void outage(int row, Outage outage) {
        outages.put(row, outage);
    }

    /** The outage of a server, or null for one that is to be read from the row. */
    @Nullable
    Outage outage(int row) {
        return outages.get(row);
    }

    public String proxy(int row) {
        return text("pxname").at(row);
    }

    public String service(int row) {
        return text("svname").at(row);
    }

    /** How many cells held something that is not a number where one belongs. They are empty in this table. */
    public long rejectedCells() {
        return rejectedCells;
    }

    /** How many rows were left out because their object already had one. */
    public long droppedRows() {
        return droppedRows;
    }
}
