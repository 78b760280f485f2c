package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.ServerStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which servers and which of their columns are exported.
 *
 * @param columns the only columns whose server families are exported; empty for all
 * @param excludedStates states, such as {@code MAINT}, or whole statuses, such as {@code no check}, whose servers are left out
 */
public record ServerFilter(Optional<Set<String>> columns, Set<String> excludedStates) {

    /** Leaves nothing out. */
    public static ServerFilter everything() {
        return new ServerFilter(Optional.empty(), Set.of());
    }

    boolean hasColumn(List<String> sources) {
        return columns.isEmpty() || sources.stream().anyMatch(columns.get()::contains);
    }

    boolean hasStatus(String status) {
        if (excludedStates.contains(status)) {
            return false;
        }
        // "no check" counts as UP, but who leaves out UP does not mean it.
        return status.equals("no check")
                || !excludedStates.contains(ServerStatus.stateOf(status).name());
    }
}
