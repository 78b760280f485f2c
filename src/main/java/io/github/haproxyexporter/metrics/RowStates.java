package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerStatus;
import io.github.haproxyexporter.stats.StatTable;
import io.github.haproxyexporter.stats.TextColumn;

/** The state of every row, read once for all families: neighbours mostly share a status, as one and the same text. */
final class RowStates {

    private final ServerState[] states;

    RowStates(StatTable table) {
        TextColumn status = table.text("status");
        states = new ServerState[table.rows()];
        String last = "";
        ServerState state = ServerStatus.stateOf(last);
        for (int row = 0; row < states.length; row++) {
            String raw = status.at(row);
            if (!raw.equals(last)) {
                last = raw;
                state = ServerStatus.stateOf(raw);
            }
            states[row] = state;
        }
    }

    ServerState of(int row) {
        return states[row];
    }

    /** Whether the row's server takes requests, if only those of sessions that it already has. */
    boolean isUp(int row) {
        return states[row] == ServerState.UP || states[row] == ServerState.DRAIN;
    }
}
