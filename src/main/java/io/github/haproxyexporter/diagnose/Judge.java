package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.probe.Texts;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerView;
import io.github.haproxyexporter.stats.ServerView.CheckView;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Names the cause. HAProxy's own word counts; the repeated check only makes it more exact. */
final class Judge {
    /** Causes that HAProxy reports alike and the repeated check can tell apart. */
    private static final List<Set<Cause>> ALIKE = List.of(
            EnumSet.of(Cause.TLS_FAILURE, Cause.CERTIFICATE_EXPIRED, Cause.CERTIFICATE_UNTRUSTED),
            EnumSet.of(Cause.WRONG_PROTOCOL, Cause.EMPTY_REPLY, Cause.CONNECTION_RESET, Cause.WRONG_CONTENT));

    /** Causes that are about what the server said. */
    private static final Set<Cause> WORDS = EnumSet.of(Cause.WRONG_STATUS, Cause.WRONG_CONTENT, Cause.WRONG_PROTOCOL);

    /** How a server that wants a certificate looks to one that shows none. */
    private static final Set<Cause> BROKEN_OFF =
            EnumSet.of(Cause.TLS_FAILURE, Cause.CONNECTION_RESET, Cause.EMPTY_REPLY, Cause.WRONG_PROTOCOL);

    private static final Set<Cause> ABOUT_NO_ADDRESS =
            EnumSet.of(Cause.TRACKED_SERVER_DOWN, Cause.RECOVERING, Cause.IN_SERVICE, Cause.CLIENT_REQUESTS_FAIL);

    /** Causes that no check of ours can add to. */
    private static final Set<Cause> SETTLED = EnumSet.of(
            Cause.IN_SERVICE,
            Cause.OUT_OF_SERVICE,
            Cause.RECOVERING,
            Cause.CLIENT_REQUESTS_FAIL,
            Cause.AGENT_DOWN,
            Cause.AGENT_UNREACHABLE,
            Cause.TRACKED_SERVER_DOWN);

    private Judge() {}

    static Cause cause(ServerFacts facts) {
        ServerView server = facts.view();
        Cause seen = seenByHaproxy(facts);
        Optional<ProbeResult> probe = facts.probe();
        Optional<Cause> here = probe.flatMap(ProbeResult::failure);
        if (here.isEmpty() || here.get() == seen || SETTLED.contains(seen)) {
            return seen;
        }
        boolean moreExact = seen == Cause.UNKNOWN
                || (here.get() == Cause.CLIENT_CERTIFICATE_WANTED && BROKEN_OFF.contains(seen))
                || (isVague(server.check(), seen)
                        && ALIKE.stream().anyMatch(group -> group.contains(seen) && group.contains(here.get())))
                || isAboutTheSameWords(server.check(), seen, here.get(), probe.get());
        return moreExact ? here.get() : seen;
    }

    /**
     * A check that is not HTTP waits for words that never come, or calls other words an invalid answer or a status, as its
     * protocol has it: the words that came instead say more.
     */
    private static boolean isAboutTheSameWords(CheckView check, Cause seen, Cause here, ProbeResult probe) {
        return probe.status().isEmpty()
                && check.code().isEmpty()
                && WORDS.contains(here)
                && (seen == Cause.CHECK_TIMEOUT || WORDS.contains(seen));
    }

    /** What HAProxy's status and text say by themselves. */
    static Cause seenByHaproxy(ServerFacts facts) {
        ServerView server = facts.view();
        if (server.unresolved()) {
            return Cause.DNS_FAILURE;
        }
        if (server.serves()) {
            return Cause.IN_SERVICE;
        }
        if (server.state() != ServerState.DOWN) {
            return Cause.OUT_OF_SERVICE;
        }
        if (server.tracked().isPresent()) {
            return Cause.TRACKED_SERVER_DOWN;
        }
        if (server.recovering()) {
            return Cause.RECOVERING;
        }
        if (server.byAgent()) {
            return server.agent().status().startsWith("L7")
                            || server.agent().status().equals("CHECKED")
                    ? Cause.AGENT_DOWN
                    : Cause.AGENT_UNREACHABLE;
        }
        CheckView check = server.check();
        return Cause.ofCheck(check.status(), check.text());
    }

    private static boolean isVague(CheckView check, Cause seen) {
        return seen == Cause.TLS_FAILURE
                || (check.status().equals("L7RSP") && check.text().isEmpty());
    }

    /** One sentence that a person can act on. */
    static String summary(ServerFacts facts, Cause cause) {
        ServerView server = facts.view();
        Optional<ProbeResult> probe = facts.probe();
        if (cause == Cause.OUT_OF_SERVICE) {
            return facts.outOfService()
                    .map(by -> outOfService(facts, by))
                    .orElse("The server was taken out of service.");
        }
        String where = ABOUT_NO_ADDRESS.contains(cause)
                ? ""
                : probe.map(ProbeResult::target)
                        .or(server::address)
                        .map(target -> " (" + target + ")")
                        .orElse("");
        String detail = switch (cause) {
            case WRONG_STATUS ->
                facts.checksHttp() && server.check().code().isPresent()
                        ? ": HTTP " + server.check().code().getAsInt() + redirect(probe)
                        : here(cause, probe).orElse(said(server.check()));
            case TRACKED_SERVER_DOWN -> ": it follows " + server.tracked().orElse("");
            case AGENT_DOWN, AGENT_UNREACHABLE -> said(server.agent());
            case RECOVERING ->
                ": "
                        + server.status()
                                .substring(server.status().indexOf(' ') + 1)
                                .replace("/", " of ") + " have passed";
            case EXTERNAL_CHECK_FAILED ->
                server.check().code().isPresent()
                        ? ": exit code " + server.check().code().getAsInt()
                        : "";
            case UNKNOWN -> said(server.check());
            case IN_SERVICE -> "";
            case WRONG_CONTENT ->
                server.check().text().isEmpty() ? here(cause, probe).orElse("") : said(server.check());
            default -> here(cause, probe).orElse(said(server.check()));
        };
        String meaning = cause.meaning();
        return meaning.substring(0, 1).toUpperCase(Locale.ROOT) + meaning.substring(1) + where + detail + ".";
    }

    private static String outOfService(ServerFacts facts, ServerFacts.OutOfService by) {
        String state = facts.view().state() == ServerState.DRAIN ? "drained" : "in maintenance";
        String followed = facts.view().tracked().orElse("");
        return switch (by) {
            case CONFIGURATION -> "The configuration starts this server disabled.";
            case COMMAND ->
                "It was " + (state.equals("drained") ? "drained" : "put into maintenance")
                        + " by a command on the stats socket or the statistics page.";
            case AGENT ->
                "Its agent says so"
                        + facts.probe()
                                .flatMap(ProbeResult::firstLine)
                                .map(line -> ": '" + line + "'")
                                .orElse("")
                        + ".";
            case TRACKED -> "It follows " + followed + ", and is " + state + " because that one is.";
            case RESOLUTION -> "Its name has no address.";
            case WEIGHT -> "It is UP with weight 0, so it gets no new clients.";
            case ITSELF -> "It answers 404 to the check, which with http-check disable-on-404 means: no new clients.";
            case UNKNOWN ->
                "It is " + state + ", by "
                        + (facts.agentRules() ? "its agent or by a command." : "a command or by the configuration.");
        };
    }

    private static Optional<String> here(Cause cause, Optional<ProbeResult> probe) {
        return probe.filter(result -> result.failure().filter(cause::equals).isPresent())
                .map(result -> ": " + result.summary());
    }

    private static String redirect(Optional<ProbeResult> probe) {
        return probe.flatMap(ProbeResult::location)
                .map(target -> ", a redirect to " + target)
                .orElse("");
    }

    private static String said(CheckView check) {
        return check.text().isEmpty() ? "" : ": " + Texts.printable(check.text());
    }
}
