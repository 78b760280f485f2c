package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.memory.MemoryBudget;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts cells into columns, row by row, and keeps the first row of every object. */
final class StatTableBuilder {

    private static final int FIRST_CAPACITY = 64;
    private static final int NO_KIND = -1;
    private static final int OTHER_KIND = -2;

    private final List<String> header;
    private final KnownColumns known;
    private final TextPool pool;
    private final Map<String, NumberColumn> numbers = new LinkedHashMap<>();
    private final Map<String, TextColumn> texts = new LinkedHashMap<>();

    /** By position in this answer's header; null where a column is not kept. */
    private final @Nullable NumberColumn[] numberAt;

    private final @Nullable TextColumn[] textAt;
    private final int typePosition;
    private final TextColumn proxies;
    private final TextColumn services;
    private final MemoryBudget.Share memory;

    private byte[] kinds;
    private int[] identities;
    private int rows;
    private int kind = NO_KIND;
    private long rejectedCells;
    private long droppedRows;

    /**
     * A builder that keeps what is wanted of the header's columns.
     *
     * @param memory what the table takes its memory from
     * @param expectedRows how many rows there may be: memory for them is taken at once, for more by doubling
     */
    StatTableBuilder(
            List<String> header,
            KnownColumns known,
            Predicate<String> wanted,
            TextPool pool,
            MemoryBudget.Share memory,
            int expectedRows) {
        int capacity = Math.max(FIRST_CAPACITY, expectedRows);
        long textColumns =
                2 + header.stream().skip(2).filter(known::isText).filter(wanted).count();
        memory.take(bytes(capacity, textColumns));
        this.kinds = new byte[capacity];
        this.identities = new int[slots(capacity)];
        this.memory = memory;
        this.header = header;
        this.known = known;
        this.pool = pool;
        this.numberAt = new @Nullable NumberColumn[header.size()];
        this.textAt = new @Nullable TextColumn[header.size()];
        this.proxies = new TextColumn(capacity);
        this.services = new TextColumn(capacity);
        texts.put("pxname", proxies);
        texts.put("svname", services);
        textAt[0] = proxies;
        textAt[1] = services;
        for (int i = 2; i < header.size(); i++) {
            String name = header.get(i);
            if (name.isEmpty() || !wanted.test(name) || numbers.containsKey(name) || texts.containsKey(name)) {
                continue;
            }
            if (known.isText(name)) {
                texts.put(name, new TextColumn(capacity));
                textAt[i] = texts.get(name);
            } else if (!name.equals(KnownColumns.MODULE_SEPARATOR)) {
                numbers.put(name, new NumberColumn(capacity, memory));
                numberAt[i] = numbers.get(name);
            }
        }
        this.typePosition = header.indexOf("type");
    }

    /**
     * Begins a row.
     *
     * @throws MemoryBudget.ExhaustedException when there is no memory for it; from {@link #cell} and {@link #endRow}, too
     */
    void startRow() {
        if (rows == kinds.length) {
            memory.take(bytes(rows * 2L, texts.size()) - bytes(rows, texts.size()));
            grow(rows * 2);
        }
        kind = NO_KIND;
    }

    /** Bytes of a table for so many rows, without the cells of its numbers. */
    private static long bytes(long capacity, long textColumns) {
        return capacity * (TextColumn.REFERENCE * textColumns + 1) + (long) Integer.BYTES * slots((int) capacity);
    }

    /** Takes the cell at a position of the header; cells beyond the header have no name and are passed over. */
    void cell(int position, byte[] bytes, int from, int to) {
        if (position >= numberAt.length || from == to) {
            return;
        }
        NumberColumn number = numberAt[position];
        if (number != null) {
            if (!number.set(rows, bytes, from, to)) {
                reject(position);
            }
        } else {
            TextColumn text = textAt[position];
            if (text != null) {
                text.set(rows, pool.text(bytes, from, to));
            }
        }
        if (position == typePosition) {
            kind = to - from == 1 && bytes[from] >= '0' && bytes[from] <= '3' ? bytes[from] - '0' : OTHER_KIND;
        }
    }

    /** A cell that is no number is a fault in a documented column; another column that has one is a column of texts. */
    private void reject(int position) {
        String name = header.get(position);
        if (known.isKnown(name)) {
            rejectedCells++;
        } else {
            numbers.remove(name);
            numberAt[position] = null;
        }
    }

    /** Ends the row. False when it names no object: it is then no row of {@code show stat}. */
    boolean endRow() {
        memory.take(pool.takeUnpooled());
        String proxy = proxies.at(rows);
        String service = services.at(rows);
        if (proxy.isEmpty() || service.isEmpty()) {
            return false;
        }
        if (kind == NO_KIND) {
            kind = kindByName(service);
        }
        if (kind == OTHER_KIND) {
            clearRow();
            return true;
        }
        int slot = slotOf(kind, proxy, ownName(kind, service));
        if (identities[slot] == 0) {
            identities[slot] = rows + 1;
            kinds[rows++] = (byte) kind;
        } else {
            droppedRows++;
            clearRow();
        }
        return true;
    }

    StatTable build() {
        return new StatTable(header, numbers, texts, Arrays.copyOf(kinds, rows), rejectedCells, droppedRows);
    }

    /** A row that was cut short before its type is still known by its name. */
    private static int kindByName(String service) {
        return switch (service) {
            case "FRONTEND" -> ObjectKind.FRONTEND.type();
            case "BACKEND" -> ObjectKind.BACKEND.type();
            default -> ObjectKind.SERVER.type();
        };
    }

    /** What tells the object from others of its kind in its proxy: a proxy has one frontend and one backend, by whatever name. */
    private static String ownName(int kind, String service) {
        return kind == ObjectKind.SERVER.type() || kind == ObjectKind.LISTENER.type() ? service : "";
    }

    /** The object's slot in an open hash table, which holds its row plus one, or 0 when the object is new. */
    private int slotOf(int kind, String proxy, String service) {
        int hash = ((proxy.hashCode() * 31 + service.hashCode()) * 31 + kind) * 0x9E3779B9;
        int mask = identities.length - 1;
        int slot = (hash ^ (hash >>> 15)) & mask;
        while (identities[slot] != 0 && !isAt(identities[slot] - 1, kind, proxy, service)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isAt(int row, int kind, String proxy, String service) {
        return kinds[row] == kind
                && ownName(kind, services.at(row)).equals(service)
                && proxies.at(row).equals(proxy);
    }

    /** A power of two, at least twice the rows. */
    private static int slots(int capacity) {
        return Integer.highestOneBit(capacity) * 4;
    }

    private void clearRow() {
        numbers.values().forEach(column -> column.clear(rows));
        texts.values().forEach(column -> column.set(rows, null));
    }

    private void grow(int capacity) {
        kinds = Arrays.copyOf(kinds, capacity);
        numbers.values().forEach(column -> column.ensure(capacity));
        texts.values().forEach(column -> column.ensure(capacity));
        identities = new int[slots(capacity)];
        for (int row = 0; row < rows; row++) {
            identities[slotOf(kinds[row], proxies.at(row), ownName(kinds[row], services.at(row)))] = row + 1;
        }
    }
}
