package io.github.haproxyexporter.stats;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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
            return (bits & 4) != 0;
        }

        public boolean byCommand() {
            return (bits & (1 | 8)) != 0;
        }

        public boolean byTracking() {
            return (bits & (2 | 16)) != 0;
        }

        /** Whether it drains, which its status does not show while it is down. */
        public boolean drains() {
            return (bits & (8 | 16)) != 0;
        }
    }

    public static AdminStates none() {
        return new AdminStates(Map.of());
    }

    /** Reads the answer: a line with the format's version, a line with the columns' names, and a line per server. */
    public static AdminStates parse(String answer) {
        Map<String, Admin> states = new HashMap<>();
        List<String> columns = List.of();
        for (String line : answer.lines().toList()) {
            List<String> words = Arrays.asList(line.split(" ", -1));
            if (line.startsWith("# ")) {
                columns = words.subList(1, words.size());
            } else if (words.size() >= columns.size() && !columns.isEmpty()) {
                String bits = words.get(columns.indexOf("srv_admin_state"));
                String fqdn = words.get(columns.indexOf("srv_fqdn"));
                states.put(
                        words.get(columns.indexOf("be_name")) + "/" + words.get(columns.indexOf("srv_name")),
                        new Admin(bits.matches("\\d{1,4}") ? Integer.parseInt(bits) : 0, fqdn.equals("-") ? "" : fqdn));
            }
        }
        return new AdminStates(states);
    }
}
