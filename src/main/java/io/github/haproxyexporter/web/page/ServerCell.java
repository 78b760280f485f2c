package io.github.haproxyexporter.web.page;

import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One server as one HAProxy sees it.
 *
 * @param reason why it is DOWN, or failing while still UP; else empty
 * @param cause of its failure as in {@code diagnose}, or who took it out of service as in {@code haproxy_server_out_of_service_info};
 *     else empty
 */
record ServerCell(
        String haproxy,
        ServerView view,
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
        return view.state() != ServerState.UP && !isDown();
    }

    /** What servers that are DOWN for one reason have in common. */
    Object likeness() {
        return List.of(cause, view.check().code());
    }

    /** What servers that are not as they should be have in common. */
    String weakness() {
        return String.join("\n", haproxy, view.backend(), view.status(), cause, reason);
    }

    long downs() {
        return view.transitions().orElse(0);
    }

    long age() {
        return view.since().orElse(Long.MAX_VALUE);
    }

    /** The class of its cell. */
    String kind() {
        return isFailing() ? "failing" : view.state().name().toLowerCase(Locale.ROOT);
    }
}
