package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerStates;
import io.github.haproxyexporter.stats.ServerStatus;
import io.github.haproxyexporter.stats.StatTable;
import io.github.haproxyexporter.stats.TextColumn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Collects the addresses of servers, and who took which of them out of service. HAProxy needs a quarter of the time of
 * {@code show stat} for its answer, so it is asked when a status changed or a server came or went, and else once a minute.
 */
final class ServersCollector implements Collector {

    static final String INFO = "server_info";
    static final String OUT_OF_SERVICE = "server_out_of_service";

    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    private Records states = Records.NONE;
    private boolean everRead;
    private long seen;
    private long read;

    ServersCollector(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public String name() {
        return "servers";
    }

    @Override
    public List<String> columns() {
        return List.of("status", "tracked");
    }

    @Override
    public synchronized Map<String, Records> collect(Conversation haproxy) throws HaproxyException {
        StatTable table = haproxy.snapshot().table();
        long now = nanos.getAsLong();
        long servers = fingerprint(table);
        if (!everRead || servers != seen || now - read >= INTERVAL_NANOS) {
            states = haproxy.ask(ServerStates.COMMAND, ServerStates::read);
            everRead = true;
            seen = servers;
            read = now;
        }
        return records(table);
    }

    /** Changes when a server comes or goes or changes its status. */
    private static long fingerprint(StatTable table) {
        TextColumn status = table.text("status");
        long sum = 0;
        for (int row : table.rows(ObjectKind.SERVER)) {
            sum = sum * 31 + status.at(row).hashCode();
            sum = sum * 31 + table.service(row).hashCode();
            sum = sum * 31 + table.proxy(row).hashCode();
        }
        return sum;
    }

    private Map<String, Records> records(StatTable table) {
        Map<String, Map<String, Integer>> rows = new HashMap<>();
        for (int row : table.rows(ObjectKind.SERVER)) {
            rows.computeIfAbsent(table.proxy(row), backend -> new HashMap<>()).put(table.service(row), row);
        }
        TextColumn status = table.text("status");
        TextColumn tracked = table.text("tracked");
        List<String[]> info = new ArrayList<>();
        List<String[]> outOfService = new ArrayList<>();
        for (String[] state : states.rows()) {
            Integer row = rows.getOrDefault(state[0], Map.of()).get(state[1]);
            if (row == null) {
                // Not asked for, or gone since.
                continue;
            }
            info.add(new String[] {state[0], state[1], state[2], state[3], tracked.at(row), status.at(row)});
            ServerState now = ServerStatus.stateOf(status.at(row));
            if (now == ServerState.MAINT || now == ServerState.DRAIN) {
                outOfService.add(
                        new String[] {state[0], state[1], now.name(), cause(state[4], status.at(row)), status.at(row)});
            }
        }
        return Map.of(
                INFO, new Records(List.of("backend", "server", "address", "fqdn", "tracks", ServerFilter.STATUS), info),
                OUT_OF_SERVICE,
                        new Records(List.of("backend", "server", "state", "cause", ServerFilter.STATUS), outOfService));
    }

    /** Who took a server out of service: the first that applies. */
    static String cause(String adminState, String status) {
        int flags = adminState.matches("\\d{1,6}") ? Integer.parseInt(adminState) : 0;
        if ((flags & ServerStates.MAINTENANCE_BY_CONFIGURATION) != 0) {
            return "configuration";
        }
        // HAProxy sets the same flags for an agent's word as for a command, and tells them apart in the status alone.
        if (status.endsWith("(agent)")) {
            return "agent";
        }
        if ((flags & (ServerStates.MAINTENANCE_BY_COMMAND | ServerStates.DRAIN_BY_COMMAND)) != 0) {
            return "command";
        }
        if ((flags & (ServerStates.MAINTENANCE_INHERITED | ServerStates.DRAIN_INHERITED)) != 0) {
            return "tracked";
        }
        return (flags & ServerStates.NOT_RESOLVED) != 0 ? "resolution" : "";
    }
}
