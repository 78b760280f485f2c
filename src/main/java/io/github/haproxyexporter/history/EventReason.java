package io.github.haproxyexporter.history;

import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.CheckStatus;
import io.github.haproxyexporter.stats.DownReason;
import io.github.haproxyexporter.stats.ServerState;

/**
 * Why a state changed.
 *
 * @param text as {@code haproxy_server_down_info} has it
 * @param cause the label of a {@link Cause}, or empty
 */
record EventReason(String text, String cause) {

    private static final String INFO = ", info: \"";

    private static EventReason of(String text, Cause cause) {
        return new EventReason(DownReason.shortened(text), cause.label());
    }

    /** The reason that a line of HAProxy's gives, such as {@code Layer7 wrong status, code: 503, info: "…", check duration: 2ms}. */
    static EventReason of(ServerState to, String said) {
        if (to == ServerState.UP) {
            return new EventReason(DownReason.shortened(said), "");
        }
        if (to != ServerState.DOWN) {
            return of(
                    said, said.startsWith("(DNS") || said.contains("resol") ? Cause.DNS_FAILURE : Cause.OUT_OF_SERVICE);
        }
        if (said.startsWith("via ")) {
            return of("follows " + said.substring("via ".length()), Cause.TRACKED_SERVER_DOWN);
        }
        for (CheckStatus status : CheckStatus.values()) {
            if (said.startsWith(status.description())) {
                int infoAt = said.indexOf(INFO);
                String code = between(infoAt < 0 ? said : said.substring(0, infoAt), ", code: ", ",");
                String info = between(said, INFO, "\", check duration");
                return of(
                        DownReason.text(status.description(), status.name().startsWith("L7"), code, info),
                        info.startsWith("via agent") ? Cause.AGENT_DOWN : Cause.ofCheck(status.name(), info));
            }
        }
        return of(said, Cause.UNKNOWN);
    }

    /** What a scrape says of a server that changed. */
    static EventReason of(ServerState to, DownReason reasons, int row) {
        if (to != ServerState.DOWN) {
            return new EventReason("", to == ServerState.UP ? "" : Cause.OUT_OF_SERVICE.label());
        }
        String text = reasons.text(row);
        if (text.startsWith("follows ")) {
            return of(text, Cause.TRACKED_SERVER_DOWN);
        }
        return of(text, text.startsWith("Agent: ") ? Cause.AGENT_DOWN : Cause.ofCheck(reasons.checkStatus(row), text));
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before) + before.length();
        int to = text.indexOf(after, from);
        return from < before.length() ? "" : text.substring(from, to < 0 ? text.length() : to);
    }
}
