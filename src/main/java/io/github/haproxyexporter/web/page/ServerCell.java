package io.github.haproxyexporter.web.page;

import io.github.haproxyexporter.stats.BackendView;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerView;
import java.util.Locale;
import java.util.Optional;

/**
 * One server as one HAProxy sees it.
 *
 * @param spare whether it is a slot of a {@code server-template} that no address is left for
 * @param reason why it is DOWN, or failing while still UP; else empty
 * @param cause of its failure as in {@code diagnose}, or who took it out of service as in {@code haproxy_server_out_of_service_info};
 *     else empty
 */
record ServerCell(
        String haproxy,
        BackendView backend,
        ServerView view,
        boolean spare,
        Optional<Moment> since,
        String reason,
        String cause,
        String address,
        long queue,
        Errors errors) {

    boolean isDown() {
        return view.state() == ServerState.DOWN;
    }

    /** Whether its checks fail while it still serves. */
    boolean isFailing() {
        return view.state() == ServerState.UP && view.status().startsWith("UP ");
    }

    boolean isOut() {
        return view.state() != ServerState.UP && !isDown() && !spare;
    }

    /** Why it is failing, or who took it out of service. */
    String why() {
        return switch (cause) {
            case "configuration", "command" -> "by " + cause;
            case "agent" -> "by its agent";
            case "tracked" -> "with the server that it tracks";
            case "resolution" -> "its name has no address";
            default -> reason;
        };
    }

    long downs() {
        return view.transitions().orElse(0);
    }

    /** The class of its cell. */
    String kind() {
        return isFailing() ? "failing" : view.state().name().toLowerCase(Locale.ROOT);
    }
}
