package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.diagnose.Diagnosis.BackendCause;
import io.github.haproxyexporter.diagnose.Diagnosis.Group;
import io.github.haproxyexporter.diagnose.Diagnosis.OfServer;
import io.github.haproxyexporter.diagnose.Diagnosis.Outlook;
import io.github.haproxyexporter.haproxycfg.Note;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.lint.LintInput;
import io.github.haproxyexporter.lint.Linter;
import io.github.haproxyexporter.probe.PlanMaker;
import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.stats.AdminStates.Admin;
import io.github.haproxyexporter.stats.BackendView;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.SameSeconds;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerView;
import io.github.haproxyexporter.stats.StatView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out why servers are down or out of service. */
public final class Diagnostician {
    /** All probes together. HAProxy's own time-outs end most of them long before. */
    private static final Duration PROBING = Duration.ofSeconds(15);

    private final Sources sources;
    private final StatView stats;
    private final Wanted wanted;

    public Diagnostician(Sources sources, StatView stats, Wanted wanted) {
        this.sources = sources;
        this.stats = stats;
        this.wanted = wanted;
    }

    /** What can be said before any check is repeated. */
    public Outlook outlook() {
        List<Diagnosis.OfBackend> dead = new ArrayList<>();
        List<BackendView> weakened = new ArrayList<>();
        for (BackendView backend : stats.backends()) {
            if (wanted.includes(backend)) {
                Optional<BackendCause> cause = causeOf(backend);
                cause.ifPresent(known -> dead.add(new Diagnosis.OfBackend(backend, known)));
                if (cause.isEmpty() && backend.servers().stream().anyMatch(this::isDown)) {
                    weakened.add(backend);
                }
            }
        }
        int down = (int) stats.servers().stream()
                .filter(wanted::includes)
                .filter(this::isDown)
                .count();
        return new Outlook(down, dead, weakened);
    }

    /** Diagnoses all that is asked for; each group is also handed over as soon as it is known, of several the worst first. */
    public Diagnosis diagnose(Consumer<Group> asKnown) throws InterruptedException {
        Outlook outlook = outlook();
        Set<String> dead =
                outlook.dead().stream().map(backend -> backend.view().name()).collect(Collectors.toSet());
        List<ServerFacts> subjects = stats.servers().stream()
                .filter(server -> wanted.names(server)
                        || (wanted.includes(server)
                                && (isDown(server) || (dead.contains(server.backend()) && !server.serves()))))
                .map(this::facts)
                .toList();
        List<Group> groups = new ArrayList<>();
        try (Probes probes = new Probes(PROBING)) {
            Map<String, CompletableFuture<ProbeResult>> running = new HashMap<>();
            List<List<ServerFacts>> alike = alike(subjects, dead);
            if (sources.probing()) {
                alike.forEach(each -> each.forEach(facts ->
                        facts.plan().ifPresent(plan -> running.put(facts.view().name(), probes.start(plan)))));
            }
            List<Pending> pending = new ArrayList<>(
                    alike.stream().map(each -> Pending.of(each, running)).toList());
            while (!pending.isEmpty()) {
                probes.awaitAny(pending.stream().map(Pending::probes).toList());
                Pending next = pending.stream()
                        .filter(each -> each.probes().isDone())
                        .findFirst()
                        .orElse(pending.get(0));
                pending.remove(next);
                for (Group group : judged(next.alike(), running, probes)) {
                    groups.add(group);
                    asKnown.accept(group);
                }
            }
        }
        List<ServerView> down = subjects.stream()
                .map(ServerFacts::view)
                .filter(server -> !server.serves())
                .toList();
        return new Diagnosis(outlook, groups, findings(down), notes(down));
    }

    /** Servers that HAProxy reports alike, and all of their probes. */
    private record Pending(List<ServerFacts> alike, CompletableFuture<Void> probes) {
        static Pending of(List<ServerFacts> alike, Map<String, CompletableFuture<ProbeResult>> running) {
            return new Pending(
                    alike,
                    CompletableFuture.allOf(alike.stream()
                            .flatMap(facts ->
                                    Stream.ofNullable(running.get(facts.view().name())))
                            .toArray(CompletableFuture[]::new)));
        }
    }

    /** Servers that HAProxy reports alike, and since the same seconds; first those whose clients have nobody left. */
    private List<List<ServerFacts>> alike(List<ServerFacts> subjects, Set<String> dead) {
        List<List<ServerFacts>> alike = SameSeconds.groups(
                subjects,
                facts -> List.of(
                        Judge.seenByHaproxy(facts),
                        facts.view().state(),
                        facts.view().check().status(),
                        facts.view().check().code(),
                        facts.outOfService()),
                facts -> facts.view().since().orElse(Long.MAX_VALUE));
        alike.forEach(each -> each.sort(Comparator.comparingInt(subjects::indexOf)));
        alike.sort(Comparator.<List<ServerFacts>>comparingInt(each -> each.stream()
                                .anyMatch(facts -> dead.contains(facts.view().backend()))
                        ? 0
                        : 1)
                .thenComparingInt(each -> -each.size()));
        return alike;
    }

    /** The repeated checks may tell apart what HAProxy reports alike. */
    private List<Group> judged(
            List<ServerFacts> alike, Map<String, CompletableFuture<ProbeResult>> running, Probes probes)
            throws InterruptedException {
        Map<List<Object>, List<ServerFacts>> byCause = new LinkedHashMap<>();
        for (ServerFacts reported : alike) {
            CompletableFuture<ProbeResult> probe = running.get(reported.view().name());
            ServerFacts facts = probe == null ? reported : reported.with(reported.plan(), probes.await(probe));
            byCause.computeIfAbsent(List.of(Judge.cause(facts), facts.likeness()), key -> new ArrayList<>())
                    .add(facts);
        }
        List<Group> groups = new ArrayList<>();
        byCause.values().forEach(servers -> {
            Cause cause = Judge.cause(servers.get(0));
            List<OfServer> described = servers.stream()
                    .map(facts -> OfServer.of(
                            facts,
                            new Verdict(cause, Judge.summary(facts, cause), Evidence.of(facts, cause, stats, sources)),
                            sources))
                    .toList();
            groups.add(new Group(cause, described, new Advice(sources, servers, probes).about(cause)));
        });
        return groups;
    }

    private ServerFacts facts(ServerView server) {
        Optional<Proxy> proxy = sources.config().flatMap(known -> known.backend(server.backend()));
        ServerFacts facts = new ServerFacts(
                server,
                stats.backend(server.backend()),
                proxy,
                proxy.flatMap(known -> known.server(server.server())),
                Optional.ofNullable(sources.admin().byServer().get(server.name())),
                Optional.empty(),
                Optional.empty());
        return facts.with(plan(facts), Optional.empty());
    }

    /** What to connect to: only what the configuration or HAProxy itself names. */
    private Optional<ProbePlan> plan(ServerFacts facts) {
        ServerView server = facts.view();
        boolean rested = server.state() == ServerState.MAINT || server.state() == ServerState.DRAIN;
        if (server.tracked().isPresent() || (rested && !facts.agentRules() && !server.unresolved())) {
            return Optional.empty();
        }
        Optional<ServerAddress> inUse = server.address().map(ServerAddress::parse);
        if (facts.proxy().isEmpty() || facts.configured().isEmpty()) {
            return facts.agentRules() ? Optional.empty() : inUse.flatMap(PlanMaker::of);
        }
        return facts.agentRules()
                ? PlanMaker.ofAgent(facts.proxy().get(), facts.configured().get(), inUse)
                : PlanMaker.of(facts.proxy().get(), facts.configured().get(), inUse);
    }

    /** Whether a server is down, or kept out because its name has no address. */
    private boolean isDown(ServerView server) {
        return server.state() == ServerState.DOWN || (server.unresolved() && !isSpareSlot(server));
    }

    private boolean isSpareSlot(ServerView slot) {
        return stats.backend(slot.backend())
                .filter(backend -> backend.isSpare(slot, this::fqdn))
                .isPresent();
    }

    private String fqdn(ServerView server) {
        Optional<Admin> admin = Optional.ofNullable(sources.admin().byServer().get(server.name()));
        return admin.map(Admin::fqdn).orElse("");
    }

    private Optional<BackendCause> causeOf(BackendView backend) {
        if (!backend.servesNobody()) {
            return Optional.empty();
        }
        long all = backend.servers().size();
        long down = backend.servers().stream().filter(this::isDown).count();
        long unresolved =
                backend.servers().stream().filter(ServerView::unresolved).count();
        if (all == 0) {
            return Optional.of(BackendCause.NO_SERVERS);
        }
        if (down == all) {
            return Optional.of(BackendCause.ALL_DOWN);
        }
        if (down == 0 && backend.in(ServerState.MAINT) - unresolved == all) {
            return Optional.of(BackendCause.ALL_IN_MAINTENANCE);
        }
        return Optional.of(
                down == 0 && backend.in(ServerState.MAINT) == 0
                        ? BackendCause.ALL_DRAINED
                        : BackendCause.DOWN_OR_OUT_OF_SERVICE);
    }

    private List<Finding> findings(List<ServerView> down) {
        if (sources.config().isEmpty() || down.isEmpty()) {
            return List.of();
        }
        Set<String> backends = down.stream().map(ServerView::backend).collect(Collectors.toSet());
        Map<String, Duration> durations = new LinkedHashMap<>();
        // A check that failed took what it was given.
        stats.servers().stream()
                .filter(server -> server.check().passed())
                .forEach(server -> server.check()
                        .durationMillis()
                        .ifPresent(millis -> durations.put(server.name(), Duration.ofMillis(millis))));
        return Linter.lint(new LintInput(sources.config().get(), durations), Set.of()).findings().stream()
                .filter(finding -> finding.backends().stream().anyMatch(backends::contains))
                .toList();
    }

    private List<String> notes(List<ServerView> down) {
        List<String> notes = new ArrayList<>();
        sources.config()
                .ifPresent(known -> known.notes().stream().map(Note::toString).forEach(notes::add));
        if (sources.config().isEmpty() && !down.isEmpty()) {
            notes.add(
                    down.stream().allMatch(server -> server.address().isEmpty())
                            ? "without --haproxy.config, and with a socket below level operator, the servers' addresses are"
                                    + " not known"
                            : "without --haproxy.config only connections are tried, not the checks themselves");
        }
        return notes;
    }
}
