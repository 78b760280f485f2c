package io.github.haproxyexporter.diagnose;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What {@code show stat} says of a server.
 *
 * @param status as HAProxy words it, e.g. {@code DOWN 1/2}
 * @param since seconds since it changed
 * @param transitions how often it went down
 * @param score its check score, e.g. {@code 0 of 4, up again at 2}; empty when it has no check
 * @param tracked the server that it follows
 * @param address where it is, shown by HAProxy from level operator on
 */
public record ServerView(
        String backend,
        String server,
        String status,
        OptionalLong since,
        OptionalLong transitions,
        String score,
        boolean backup,
        CheckView check,
        CheckView agent,
        Optional<String> tracked,
        Optional<String> address) {

    /**
     * A check's last result.
     *
     * @param status e.g. {@code L7STS}, without the star of a check under way; empty when there is none
     * @param text what the server or the kernel said
     */
    public record CheckView(
            String status, OptionalInt code, OptionalLong durationMillis, String text, String description) {}

    /** {@code backend/server}. */
    public String name() {
        return backend + "/" + server;
    }

    /** Whether HAProxy keeps it out because its name has no address. */
    public boolean unresolved() {
        return status.equals("MAINT (resolution)");
    }

    /** Whether the agent, not the check, took it down. */
    public boolean downByAgent() {
        return status.contains("(agent)");
    }
}
