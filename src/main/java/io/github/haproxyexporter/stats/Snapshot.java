package io.github.haproxyexporter.stats;

import java.util.Map;
import java.util.Optional;

/**
 * What one HAProxy said at one time.
 *
 * @param info the process, where it was asked for and the address takes commands
 * @param table the rows of {@code show stat}
 * @param records what other commands brought, by the object that it is about
 * @param natures of the columns that are not documented, by name; a column that is missing here has an unknown one
 * @param connectNanos time to connect, in nanoseconds
 * @param dumpNanos time from the connection to the last byte, in nanoseconds
 * @param bytes how long the answers were
 */
public record Snapshot(
        Optional<ProcessInfo> info,
        StatTable table,
        Map<String, Records> records,
        Map<String, Nature> natures,
        long connectNanos,
        long dumpNanos,
        long bytes) {

    /** The same with what other commands brought. */
    public Snapshot with(Map<String, Records> others) {
        return new Snapshot(info, table, Map.copyOf(others), natures, connectNanos, dumpNanos, bytes);
    }
}
