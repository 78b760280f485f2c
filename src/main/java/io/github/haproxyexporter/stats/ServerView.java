package io.github.haproxyexporter.stats;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What {@code show stat} says of a server.
 *
 * @param status as HAProxy words it, e.g. {@code DOWN 1/2}
 * @param since seconds since it changed
 * @param transitions how often it went down since HAProxy started
 * @param weight the weight in force
 * @param sessions open now, waiting ones included
 * @param tracked the server that it follows
 * @param address where it is, shown by HAProxy from level operator on
 */
public record ServerView(
        String backend,
        String server,
        String status,
        OptionalLong since,
        OptionalLong transitions,
        boolean backup,
        long weight,
        long sessions,
        CheckView check,
        CheckView agent,
        Optional<String> tracked,
        Optional<String> address) {

    /**
     * A check's last result.
     *
     * @param status e.g. {@code L7STS}, without the star of a check under way; empty when there is none
     * @param running whether a check is under way; HAProxy then has forgotten the text of the last one
     * @param text what the server or the kernel said
     */
    public record CheckView(
            String status,
            boolean running,
            OptionalInt code,
            OptionalLong durationMillis,
            String text,
            String description) {

        /** Whether the last check passed. */
        public boolean passed() {
            return CheckStatus.parse(status).filter(CheckStatus::isPassed).isPresent();
        }
    }

    /** {@code backend/server}. */
    public String name() {
        return backend + "/" + server;
    }

    public ServerState state() {
        return ServerStatus.stateOf(status);
    }

    /** Whether new clients are sent to it. */
    public boolean serves() {
        return state() == ServerState.UP && weight > 0;
    }

    /** Whether nothing but its weight keeps new clients away. */
    public boolean isWeightless() {
        return state() == ServerState.UP && weight == 0;
    }

    /** Whether HAProxy keeps it out because its name has no address. */
    public boolean unresolved() {
        return status.equals("MAINT (resolution)");
    }

    /** Whether the agent, not the check or a person, put it into its state. */
    public boolean byAgent() {
        return status.contains("(agent)");
    }

    /** Whether it is still down while its checks pass again, as in {@code DOWN 1/2}. */
    public boolean recovering() {
        return check.passed() && status.startsWith("DOWN ") && status.indexOf('/') > 0;
    }
}
