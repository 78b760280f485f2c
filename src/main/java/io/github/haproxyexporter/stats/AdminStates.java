package io.github.haproxyexporter.stats;

import java.util.HashMap;
import java.util.Map;

/**
 * What {@code show servers state} adds to {@code show stat}: who took a server out of service, and its name (management guide,
 * 9.3).
 *
 * @param byServer by {@code backend/server}
 */
public record AdminStates(Map<String, Admin> byServer) {

    public AdminStates {
        byServer = Map.copyOf(byServer);
    }

    /**
     * One server's.
     *
     * @param bits the sum {@code srv_admin_state}
     * @param fqdn the name that HAProxy resolves; empty when it was given an address
     */
    public record Admin(int bits, String fqdn) {
        public boolean byConfiguration() {
            return (bits & ServerStates.MAINTENANCE_BY_CONFIGURATION) != 0;
        }

        public boolean byCommand() {
            return (bits & (ServerStates.MAINTENANCE_BY_COMMAND | ServerStates.DRAIN_BY_COMMAND)) != 0;
        }

        /** Whether it drains, which its status does not show while it is down. */
        public boolean drains() {
            return (bits & (ServerStates.DRAIN_BY_COMMAND | ServerStates.DRAIN_INHERITED)) != 0;
        }
    }

    /** Takes what {@link ServerStates} read. */
    public static AdminStates of(Records records) {
        Map<String, Admin> states = new HashMap<>();
        for (int row = 0; row < records.size(); row++) {
            String bits = records.text(row, "admin_state");
            states.put(
                    records.text(row, "backend") + "/" + records.text(row, "server"),
                    new Admin(bits.matches("\\d{1,4}") ? Integer.parseInt(bits) : 0, records.text(row, "fqdn")));
        }
        return new AdminStates(states);
    }
}
