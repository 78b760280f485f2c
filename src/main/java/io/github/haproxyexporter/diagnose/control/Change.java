package io.github.haproxyexporter.diagnose.control;

import java.util.Optional;
import java.util.regex.Pattern;

/** What is to become of a server. */
public sealed interface Change {

    /** Takes clients again, as its checks allow. */
    record Enable() implements Change {}

    /** Takes no clients at all, and is not checked. */
    record Disable() implements Change {}

    /** Takes no new clients; those that it has stay. */
    record Drain() implements Change {}

    /** Takes more or fewer clients: 0 to 256, or 0% to 100% of the configured weight. */
    record Weight(String value) implements Change {
        private static final Pattern ABSOLUTE = Pattern.compile("\\d{1,3}");
        private static final Pattern RELATIVE = Pattern.compile("\\d{1,3}%");

        public Weight {
            boolean absolute = ABSOLUTE.matcher(value).matches() && Integer.parseInt(value) <= 256;
            boolean relative = RELATIVE.matcher(value).matches()
                    && Integer.parseInt(value.substring(0, value.length() - 1)) <= 100;
            if (!absolute && !relative) {
                throw new IllegalArgumentException(
                        "'" + value + "' is not a weight: expected 0 to 256, or 0% to 100% of the configured weight");
            }
        }

        boolean isZero() {
            return value.equals("0") || value.equals("0%") || value.matches("0+%?");
        }

        /** The weight that will be in force; known beforehand only when it is absolute. */
        Optional<Long> absolute() {
            return value.endsWith("%") ? Optional.empty() : Optional.of(Long.parseLong(value));
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
    default boolean endsService() {
        return this instanceof Disable || this instanceof Drain || (this instanceof Weight weight && weight.isZero());
    }

    /** Whether the servers that track this one change with it. */
    default boolean isInherited() {
        return this instanceof Disable || this instanceof Drain;
    }

    /** Whether a server shows this change. A server that is down is not shown as draining, though it is. */
    default boolean isDone(ServerRow before, ServerRow after) {
        boolean maintenance = after.status().startsWith("MAINT");
        boolean draining = after.status().startsWith("DRAIN");
        if (this instanceof Weight weight) {
            return weight.absolute().map(value -> value == after.weight()).orElse(true);
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
    default boolean isSettled(ServerRow now) {
        if (endsService()) {
            return now.sessions() == 0;
        }
        return now.status().equals("UP") || now.status().equals("no check");
    }
}
