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

    /** Every server, in the order of the table's rows of servers. */
    public static List<ServerRow> all(StatTable table) {
        List<ServerRow> rows = new ArrayList<>();
        for (int row : table.rows(ObjectKind.SERVER)) {
            rows.add(new ServerRow(
                    table.proxy(row),
                    table.service(row),
                    table.text("status").at(row),
                    // A table without weights is one of a very old HAProxy; what it does not say is not taken for 0.
                    number(table, "uweight", number(table, "weight", 1, row), row),
                    number(table, "scur", 0, row) + number(table, "qcur", 0, row),
                    table.text("tracked").at(row)));
        }
        return rows;
    }

    /** {@code backend/server}. */
    public String name() {
        return backend + "/" + server;
    }

    /** Whether nothing but its weight keeps new clients away. */
    public boolean isWeightless() {
        return ServerStatus.stateOf(status) == ServerState.UP && weight == 0;
    }

    /** Whether new clients are sent to it. */
    public boolean serves() {
        return ServerStatus.stateOf(status) == ServerState.UP && weight > 0;
    }

    private static long number(StatTable table, String name, long otherwise, int row) {
        NumberColumn column = table.number(name);
        return column == null ? otherwise : Math.max(0, column.at(row));
    }
}
