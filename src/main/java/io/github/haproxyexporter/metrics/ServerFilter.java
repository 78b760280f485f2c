package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which servers and which of their columns are exported.
 *
 * @param columns the only columns whose server families are exported; empty for all
 * @param excludedStatuses statuses, such as {@code MAINT} or {@code no check}, whose servers are left out
 */
public record ServerFilter(Optional<Set<String>> columns, Set<String> excludedStatuses) {

    /** The column of records about servers that has the status, as HAProxy writes it. */
    public static final String STATUS = "status";

    /** Leaves nothing out. */
    public static ServerFilter everything() {
        return new ServerFilter(Optional.empty(), Set.of());
    }

    boolean hasColumn(List<String> sources) {
        return columns.isEmpty() || sources.stream().anyMatch(columns.get()::contains);
    }

    /** Whether records about servers beside {@code show stat} are exported at all: they are none of the chosen columns. */
    boolean hasRecords() {
        return columns.isEmpty();
    }

    /** The records of the servers that are exported. */
    Records filtered(Records records, boolean noMaintenance) {
        if (!noMaintenance && excludedStatuses.isEmpty()) {
            return records;
        }
        int status = records.columns().indexOf(STATUS);
        return new Records(
                records.columns(),
                records.rows().stream()
                        .filter(row -> status < 0 || hasStatus(row[status]))
                        .filter(row ->
                                !noMaintenance || status < 0 || ServerStatus.stateOf(row[status]) != ServerState.MAINT)
                        .toList());
    }

    /** Statuses are compared as they are, as prometheus/haproxy_exporter does: who leaves out {@code UP} still sees {@code UP 1/3}. */
    boolean hasStatus(String status) {
        return !excludedStatuses.contains(status);
    }
}
