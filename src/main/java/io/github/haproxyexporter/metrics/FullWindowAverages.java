package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.StatTable;
import org.jspecify.annotations.Nullable;

/**
 * The times that HAProxy's own exporter gives as averages. HAProxy keeps a sum over a sliding window of 512 requests. Before that
 * many have come, {@code show stat} divides it by how many there were, and its own exporter by 512 all the same: figures that
 * are too low, but that its dashboards know. The sum is what the rounded average leaves of it, so the result can be off by a
 * millisecond.
 */
final class FullWindowAverages {

    /** The columns that say how many requests there were: the first where it is there, which is in HTTP, else the second. */
    static final String[] COLUMNS = {"req_tot", "lbtot"};

    /** {@code TIME_STATS_SAMPLES} in HAProxy's source. */
    private static final long WINDOW = 512;

    /** HAProxy's averages are u32; beyond there is nothing to reckon with. */
    private static final long MAX = 0xFFFF_FFFFL;

    private FullWindowAverages() {}

    /** For each of the rows the average over the whole window, in milliseconds, rounded up as HAProxy does. */
    static Numbers of(StatTable table, NumberColumn averages, int[] rows) {
        NumberColumn requests = table.number(COLUMNS[0]);
        NumberColumn connections = table.number(COLUMNS[1]);
        return Numbers.of(rows.length, i -> {
            long average = averages.at(rows[i]);
            long samples = at(requests, rows[i]);
            if (samples == NumberColumn.EMPTY) {
                samples = at(connections, rows[i]);
            }
            boolean partial = samples > 0 && samples < WINDOW;
            return partial && average > 0 && average <= MAX ? stretched(average, samples) : Numbers.plain(average);
        });
    }

    /** The sum lies in (average − 1, average] times the samples; its middle errs least. */
    private static long stretched(long average, long samples) {
        long sum = average * samples - samples / 2;
        return (sum + WINDOW - 1) / WINDOW;
    }

    private static long at(@Nullable NumberColumn column, int row) {
        return column == null ? NumberColumn.EMPTY : column.at(row);
    }
}
