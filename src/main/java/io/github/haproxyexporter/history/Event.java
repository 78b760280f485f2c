package io.github.haproxyexporter.history;

import io.github.haproxyexporter.stats.ServerState;
import java.time.Instant;

/**
 * A change of state of a server or a backend.
 *
 * @param haproxy the target's name
 * @param server empty when it is about the backend
 * @param reason in words, as of {@code haproxy_server_down_info}; may be empty
 * @param cause a label of {@link io.github.haproxyexporter.stats.Cause}, or empty where none applies
 */
public record Event(
        Instant time,
        String haproxy,
        String backend,
        String server,
        ServerState from,
        ServerState to,
        String reason,
        String cause,
        Source source) {

    /** How a change was noticed. */
    public enum Source {
        /** HAProxy said it when it happened. */
        RING,
        /** A scrape showed another state than the one before. */
        SCRAPE
    }

    /** The value of the label {@code event}. */
    String label() {
        return switch (to) {
            case DOWN -> "down";
            case MAINT -> "maintenance";
            case DRAIN, NOLB -> "drain";
            case UP -> from == ServerState.DOWN ? "up" : "ready";
        };
    }

    /** Whether it is about {@code backend} or {@code backend/server}; every event is about the empty text. */
    public boolean isAbout(String name) {
        return name.isEmpty() || name.equals(backend) || name.equals(backend + "/" + server);
    }
}
