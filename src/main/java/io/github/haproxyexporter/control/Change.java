package io.github.haproxyexporter.control;

import io.github.haproxyexporter.stats.ServerView;
import java.util.Map;
import java.util.regex.Pattern;

/** What is to become of a server. */
public sealed interface Change {

    /** Takes clients again, as its checks allow. */
    record Enable() implements Change {}

    /** Takes no clients at all, and is not checked. */
    record Disable() implements Change {}

    /** Takes no new clients; those that it has stay. */
    record Drain() implements Change {}

    /**
     * Takes more or fewer clients.
     *
     * @param value 0 to 256, or 0% to 100% of the configured weight
     * @param configured the configured weights by server, where {@code value} is a share of them
     */
    record Weight(String value, Map<String, Long> configured) implements Change {
        private static final Pattern ABSOLUTE = Pattern.compile("\\d{1,3}");
        private static final Pattern RELATIVE = Pattern.compile("\\d{1,3}%");

        public Weight {
            configured = Map.copyOf(configured);
            boolean absolute = ABSOLUTE.matcher(value).matches() && Integer.parseInt(value) <= 256;
            boolean relative = RELATIVE.matcher(value).matches()
                    && Integer.parseInt(value.substring(0, value.length() - 1)) <= 100;
            if (!absolute && !relative) {
                throw new IllegalArgumentException(
                        "'" + value + "' is not a weight: expected 0 to 256, or 0% to 100% of the configured weight");
            }
        }

        public Weight(String value) {
            this(value, Map.of());
        }

        boolean isRelative() {
            return value.endsWith("%");
        }

        /** The weight that the server will have. */
        long inForce(ServerView server) {
            if (!isRelative()) {
                return Long.parseLong(value);
            }
            long percent = Long.parseLong(value.substring(0, value.length() - 1));
            return configured.getOrDefault(server.name(), 0L) * percent / 100;
        }

        /** Whether this share of a configured weight is less than 1, and yet not written as nothing. */
        boolean isTooSmall(long full) {
            long percent = Long.parseLong(value.substring(0, value.length() - 1));
            return percent > 0 && full * percent < 100;
        }
    }

    /** The words of the command after the server's name (management guide, 9.3, {@code set server}). */
    default String words() {
        if (this instanceof Weight weight) {
            return "weight " + weight.value();
        }
        if (this instanceof Drain) {
            return "state drain";
        }
        return this instanceof Disable ? "state maint" : "state ready";
    }

    /** Whether it ends the server's service to new clients. */
    default boolean endsService(ServerView server) {
        return this instanceof Disable
                || this instanceof Drain
                || (this instanceof Weight weight && weight.inForce(server) == 0);
    }

    /** Whether the servers that track this one change with it. */
    default boolean isInherited() {
        return this instanceof Disable || this instanceof Drain;
    }

    /** Whether a server shows this change. A server that is down is not shown as draining, though it is. */
    default boolean isDone(ServerView before, ServerView after) {
        boolean maintenance = after.status().startsWith("MAINT");
        boolean draining = after.status().startsWith("DRAIN");
        if (this instanceof Weight weight) {
            return weight.inForce(after) == after.weight();
        }
        if (this instanceof Disable) {
            return maintenance;
        }
        if (this instanceof Drain) {
            return draining || (!maintenance && after.status().startsWith("DOWN"));
        }
        // What a tracked server or an agent imposes is not lifted here.
        return (!maintenance && !draining)
                || after.status().contains("(via ")
                || after.status().contains("(agent)")
                || after.weight() == 0;
    }

    /** Whether there is nothing left to wait for: no sessions on a server taken out, UP for one put back. */
    default boolean isSettled(ServerView now) {
        if (endsService(now)) {
            return now.sessions() == 0;
        }
        return now.status().equals("UP") || now.status().equals("no check");
    }
}
