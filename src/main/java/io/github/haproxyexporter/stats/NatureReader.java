package io.github.haproxyexporter.stats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks HAProxy for the natures of columns by {@code show stat typed}. Only the first row in which such a column has a value is
 * asked for: the whole typed dump of a large HAProxy is many times its CSV.
 */
final class NatureReader {

    private NatureReader() {}

    /** The commands that bring the natures of the columns; the table must have kept them, with {@code iid} and {@code sid}. */
    static List<String> commands(StatTable table, Set<String> columns) {
        NumberColumn proxyIds = table.number("iid");
        NumberColumn serviceIds = table.number("sid");
        if (proxyIds == null || serviceIds == null) {
            return List.of();
        }
        Set<Integer> rows = new LinkedHashSet<>();
        for (String name : columns) {
            NumberColumn column = table.number(name);
            int row = column == null ? -1 : firstValue(table, column);
            if (row >= 0) {
                rows.add(row);
            }
        }
        List<String> commands = new ArrayList<>();
        for (int row : rows) {
            long proxy = proxyIds.at(row);
            long service = serviceIds.at(row);
            if (proxy >= 0 && service >= 0) {
                commands.add("show stat " + proxy + " " + table.kind(row).selector() + " " + service + " typed");
            }
        }
        return commands;
    }

    /** The first row with a value in the column, or -1. */
    static int firstValue(StatTable table, NumberColumn column) {
        for (int row = 0; row < table.rows(); row++) {
            if (column.at(row) != NumberColumn.EMPTY) {
                return row;
            }
        }
        return -1;
    }

    /** Reads the answers to so many commands; lines look like {@code F.2.0.7.stot.1:MCP:u64:1}. */
    static Map<String, Nature> read(RecordScanner scanner, String source, int answers) throws IOException {
        Map<String, Nature> natures = new HashMap<>();
        for (int i = 0; i < answers; i++) {
            RecordScanner.eachLine(scanner, source, "show stat typed", line -> readLine(line, natures));
        }
        return natures;
    }

    /** The name in {@code F.2.0.7.stot.1} stands between the fourth dot and the last. */
    private static void readLine(String line, Map<String, Nature> natures) {
        String[] parts = line.split(":", 4);
        String[] place = parts[0].split("\\.", 5);
        int end = place.length < 5 ? -1 : place[4].lastIndexOf('.');
        if (parts.length > 2 && end > 0) {
            natures.put(place[4].substring(0, end), Nature.of(parts[1], parts[2]));
        }
    }
}
