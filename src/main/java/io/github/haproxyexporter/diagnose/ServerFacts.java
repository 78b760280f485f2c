package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.stats.AdminStates;
import io.github.haproxyexporter.stats.BackendView;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that is known of one server.
 *
 * @param proxy its backend in the configuration
 * @param configured the server in the configuration
 * @param admin who took it out of service, and its name
 * @param plan what its check does
 * @param probe what came of the check from here; for a server that its agent rules, what the agent says
 */
public record ServerFacts(
        ServerView view,
        Optional<BackendView> backend,
        Optional<Proxy> proxy,
        Optional<Server> configured,
        Optional<AdminStates.Admin> admin,
        Optional<ProbePlan> plan,
        Optional<ProbeResult> probe) {

    /** Who or what keeps a server from new clients though it is not down. */
    public enum OutOfService {
        CONFIGURATION,
        COMMAND,
        AGENT,
        TRACKED,
        RESOLUTION,
        WEIGHT,
        /** It answers 404 to a check with {@code http-check disable-on-404}. */
        ITSELF,
        UNKNOWN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ServerFacts with(Optional<ProbePlan> check, Optional<ProbeResult> result) {
        return new ServerFacts(view, backend, proxy, configured, admin, check, result);
    }

    /** Whether its agent is asked instead of its check: it rules the server, or may have put it where it is. */
    boolean agentRules() {
        boolean takenOut = view.state() == ServerState.MAINT || view.state() == ServerState.DRAIN;
        return view.byAgent() || (takenOut && !view.agent().status().isEmpty());
    }

    /** Whether a status is HTTP's; taken for granted where nothing says otherwise. */
    boolean checksHttp() {
        return proxy.map(known -> known.check().kind() == CheckMethod.Kind.HTTP).orElse(true);
    }

    /** What must be equal beside the cause for one list of what to do. */
    List<Object> likeness() {
        return List.of(
                proxy.map(known -> known.check().kind()),
                proxy.flatMap(known -> known.check().lostRequest()).isPresent(),
                plan.flatMap(ProbePlan::tls).isPresent(),
                configured.filter(known -> known.keywords().has("port")).isPresent(),
                probe.map(ProbeResult::status),
                probe.flatMap(ProbeResult::firstLine),
                probe.filter(result -> result.lateMillis().isPresent()).isPresent(),
                probe.flatMap(ProbeResult::certificate).map(ProbeResult.Certificate::names));
    }

    /** Why it takes no new clients; empty when it takes some, or is down. */
    public Optional<OutOfService> outOfService() {
        if (view.state() == ServerState.DOWN || view.serves()) {
            return Optional.empty();
        }
        if (view.unresolved()) {
            return Optional.of(OutOfService.RESOLUTION);
        }
        if (view.state() == ServerState.NOLB) {
            return Optional.of(OutOfService.ITSELF);
        }
        if (view.state() == ServerState.UP) {
            return Optional.of(OutOfService.WEIGHT);
        }
        // An agent's "maint" sets the same bit as a person's command; what it says now tells the two apart.
        String word = view.state() == ServerState.MAINT ? "maint" : "drain";
        boolean agentSaysSo = agentRules()
                && probe.flatMap(ProbeResult::firstLine)
                        .filter(line -> line.toLowerCase(Locale.ROOT).contains(word))
                        .isPresent();
        if (view.byAgent() || agentSaysSo) {
            return Optional.of(OutOfService.AGENT);
        }
        if (view.tracked().isPresent()) {
            return Optional.of(OutOfService.TRACKED);
        }
        if (agentRules() && probe.isEmpty()) {
            return Optional.of(OutOfService.UNKNOWN);
        }
        return Optional.of(admin.map(known -> known.byConfiguration()
                        ? OutOfService.CONFIGURATION
                        : known.byCommand() ? OutOfService.COMMAND : OutOfService.UNKNOWN)
                .orElse(OutOfService.UNKNOWN));
    }
}
