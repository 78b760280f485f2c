package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.StatTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the servers of each backend by state. A backend without servers has no counts, as in HAProxy's own exporter. */
final class ServerCounts {

    private ServerCounts() {}

    /**
     * A block for each state.
     *
     * @param backends the labels of the table's backends, in the table's order
     * @param current for each of the table's servers the position of its state, negative for none
     */
    static List<Block> blocks(StatTable table, LabelRows backends, List<String> states, Numbers current) {
        Map<String, Integer> position = new HashMap<>();
        int[] backendRows = table.rows(ObjectKind.BACKEND);
        for (int i = 0; i < backendRows.length; i++) {
            position.put(table.proxy(backendRows[i]), i);
        }
        long[][] counts = new long[states.size()][backendRows.length];
        for (long[] count : counts) {
            Arrays.fill(count, Numbers.EMPTY);
        }
        int[] servers = table.rows(ObjectKind.SERVER);
        for (int i = 0; i < servers.length; i++) {
            Integer backend = position.get(table.proxy(servers[i]));
            if (backend == null) {
                continue;
            }
            for (int state = 0; state < counts.length; state++) {
                long before = Math.max(0, counts[state][backend]);
                counts[state][backend] = before + (current.at(i) == state ? 1 : 0);
            }
        }
        List<Block> blocks = new ArrayList<>();
        for (int state = 0; state < counts.length; state++) {
            blocks.add(new Block.NumberBlock(
                    backends,
                    List.of(new Label("state", states.get(state))),
                    Numbers.of(counts[state]),
                    Block.Scale.AS_IS,
                    false));
        }
        return blocks;
    }
}
