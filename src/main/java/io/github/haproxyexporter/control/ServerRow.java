package io.github.haproxyexporter.control;

import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerStatus;
import io.github.haproxyexporter.stats.StatTable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a change of a server is about.
 *
 * @param status as HAProxy words it
 * @param weight the weight in force
 * @param sessions open now, waiting ones included
 * @param tracked the server that it follows, or the empty text
 */
public record ServerRow(String backend, String server, String status, long weight, long sessions, String tracked) {

    /** Every server, in HAProxy's order. */
    static List<ServerRow> all(StatTable table) {
        List<ServerRow> rows = new ArrayList<>();
        for (int row : table.rows(ObjectKind.SERVER)) {
            rows.add(new ServerRow(
                    table.proxy(row),
                    table.service(row),
                    table.text("status").at(row),
                    number(table, table.number("uweight") == null ? "weight" : "uweight", row),
                    number(table, "scur", row) + number(table, "qcur", row),
                    table.text("tracked").at(row)));
        }
        return rows;
    }

    /** {@code backend/server}. */
    public String name() {
        return backend + "/" + server;
    }

    /** Whether new clients are sent to it. */
    public boolean serves() {
        return ServerStatus.stateOf(status) == ServerState.UP && weight > 0;
    }

    private static long number(StatTable table, String name, int row) {
        NumberColumn column = table.number(name);
        return column == null ? 0 : Math.max(0, column.at(row));
    }
}
