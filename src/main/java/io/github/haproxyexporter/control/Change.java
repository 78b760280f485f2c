package io.github.haproxyexporter.control;

import io.github.haproxyexporter.stats.ServerView;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What is to become of a server. */
public sealed interface Change {

    /** A state that a server is put into. */
    enum State implements Change {
        /** Takes clients again, as its checks allow. */
        READY,
        /** Takes no clients at all, and is not checked. */
        MAINT,
        /** Takes no new clients; those that it has stay. */
        DRAIN
    }

    /**
     * Takes more or fewer clients.
     *
     * @param value 0 to 256, or 0% to 100% of the configured weight
     * @param configured the configured weights by server, where {@code value} is a share of them
     */
    record Weight(String value, Map<String, Long> configured) implements Change {
        private static final Pattern WEIGHT = Pattern.compile("\\d{1,3}%?");

        public Weight {
            configured = Map.copyOf(configured);
            if (!WEIGHT.matcher(value).matches() || number(value) > (value.endsWith("%") ? 100 : 256)) {
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

        private static long number(String value) {
            return Long.parseLong(value.replace("%", ""));
        }

        /** The weight that the server will have. */
        long inForce(ServerView server) {
            return isRelative() ? configured.getOrDefault(server.name(), 0L) * number(value) / 100 : number(value);
        }

        /** Whether this share of a configured weight is less than 1, and yet not written as nothing. */
        boolean isTooSmall(long full) {
            return number(value) > 0 && full * number(value) < 100;
        }
    }

    /** The words of the command after the server's name (management guide, 9.3, {@code set server}). */
    default String words() {
        return this instanceof Weight weight
                ? "weight " + weight.value()
                : "state " + ((State) this).name().toLowerCase(Locale.ROOT);
    }

    /** Whether it ends the server's service to new clients. */
    default boolean endsService(ServerView server) {
        return isInherited() || (this instanceof Weight weight && weight.inForce(server) == 0);
    }

    /** Whether the servers that track this one change with it. */
    default boolean isInherited() {
        return this == State.MAINT || this == State.DRAIN;
    }

    /** Whether a server shows this change. A server that is down is not shown as draining, though it is. */
    default boolean isDone(ServerView after) {
        boolean maintenance = after.status().startsWith("MAINT");
        boolean draining = after.status().startsWith("DRAIN");
        if (this instanceof Weight weight) {
            return weight.inForce(after) == after.weight();
        }
        if (this == State.MAINT) {
            return maintenance;
        }
        if (this == State.DRAIN) {
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
