package io.github.haproxyexporter.metrics;

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

    /** Leaves nothing out. */
    public static ServerFilter everything() {
        return new ServerFilter(Optional.empty(), Set.of());
    }

    boolean hasColumn(List<String> sources) {
        return columns.isEmpty() || sources.stream().anyMatch(columns.get()::contains);
    }

    /** Statuses are compared as they are, as prometheus/haproxy_exporter does: who leaves out {@code UP} still sees {@code UP 1/3}. */
    boolean hasStatus(String status) {
        return !excludedStatuses.contains(status);
    }
}
