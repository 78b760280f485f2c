package io.github.haproxyexporter.stats;

/**
 * The {@code status} column of a server. The forms are those of HAProxy's {@code stats.c}: {@code UP}, {@code UP 4/5}
 * (failing, still up), {@code DOWN 1/3} (recovering, still down), {@code NOLB}, {@code MAINT (via be/srv)},
 * {@code DRAIN (agent)}, {@code no check} …
 */
public final class ServerStatus {
    private ServerStatus() {}

    /** The state that a status stands for; what is unknown counts as DOWN, as nothing says that clients are served. */
    public static ServerState stateOf(String raw) {
        int end = raw.indexOf(' ');
        String word = end < 0 ? raw : raw.substring(0, end);
        return switch (word) {
            case "UP", "OPEN" -> ServerState.UP;
            case "MAINT" -> ServerState.MAINT;
            case "DRAIN" -> ServerState.DRAIN;
            case "NOLB" -> ServerState.NOLB;
            case "no" -> raw.equals("no check") ? ServerState.UP : ServerState.DOWN;
            default -> ServerState.DOWN;
        };
    }
}
