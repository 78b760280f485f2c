package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.diagnose.Diagnosis.BackendCause;
import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.haproxycfg.Note;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import io.github.haproxyexporter.history.TransitionLog;
import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.lint.LintInput;
import io.github.haproxyexporter.lint.Linter;
import io.github.haproxyexporter.probe.Cause;
import io.github.haproxyexporter.probe.PlanMaker;
import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.probe.Prober;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds out why servers are down. */
public final class Diagnostician {
    private static final int PROBES_AT_ONCE = 16;

    private final HaproxyAddress haproxy;
    private final Optional<HaproxyConfig> config;
    private final TransitionLog log;
    private final boolean probing;

    /**
     * Takes what is known beside the statistics.
     *
     * @param haproxy where commands are to be sent, for the advice
     * @param probing whether checks are repeated from here
     */
    public Diagnostician(HaproxyAddress haproxy, Optional<HaproxyConfig> config, TransitionLog log, boolean probing) {
        this.haproxy = haproxy;
        this.config = config;
        this.log = log;
        this.probing = probing;
    }

    /** Diagnoses the servers and backends that are asked for, all checks at once. */
    public Diagnosis diagnose(StatView stats, Predicate<ServerView> wanted, Predicate<BackendView> wantedBackend)
            throws InterruptedException {
        List<ServerView> down =
                stats.servers().stream().filter(StatView::isDown).filter(wanted).toList();
        List<Optional<ProbePlan>> plans = down.stream().map(this::plan).toList();
        List<Optional<ProbeResult>> probes = probeAll(plans);
        List<Diagnosis.OfServer> servers = new ArrayList<>();
        for (int i = 0; i < down.size(); i++) {
            servers.add(diagnose(stats, down.get(i), plans.get(i), probes.get(i)));
        }
        List<Diagnosis.OfBackend> backends = stats.backends().stream()
                .filter(wantedBackend)
                .flatMap(backend -> causeOf(backend).map(cause -> new Diagnosis.OfBackend(backend, cause)).stream())
                .toList();
        return new Diagnosis(servers, backends, findings(down), notes(down));
    }

    private Diagnosis.OfServer diagnose(
            StatView stats, ServerView server, Optional<ProbePlan> plan, Optional<ProbeResult> probe) {
        Optional<Proxy> proxy = config.flatMap(known -> known.backend(server.backend()));
        Optional<Server> configured = proxy.flatMap(known -> known.server(server.server()));
        Cause cause = Judge.cause(server, probe);
        List<String> evidence = new ArrayList<>(Evidence.of(server, cause, probe, proxy, configured));
        if (probing && plan.isEmpty() && server.tracked().isEmpty() && proxy.isPresent() && configured.isPresent()) {
            evidence.add("the check is not repeated from here: " + PlanMaker.obstacle(proxy.get(), configured.get()));
        }
        server.tracked()
                .flatMap(stats::server)
                .ifPresent(followed -> evidence.add("it follows " + followed.name() + ", which is " + followed.status()
                        + (followed.check().description().isEmpty()
                                ? ""
                                : ": " + Evidence.description(followed.check()))));
        return new Diagnosis.OfServer(
                server,
                stats.backend(server.backend()),
                new Verdict(cause, Judge.summary(server, cause, probe, speaksHttp(proxy)), evidence),
                probe,
                log.of(server.name()),
                Advice.actions(cause, haproxy, server, proxy, configured, plan, probe));
    }

    /** Whether a status is HTTP's; taken for granted where nothing says otherwise. */
    private static boolean speaksHttp(Optional<Proxy> proxy) {
        return proxy.map(known -> known.check().kind() == CheckMethod.Kind.HTTP).orElse(true);
    }

    /** What to connect to: only what the configuration or HAProxy itself names. */
    private Optional<ProbePlan> plan(ServerView server) {
        if (server.tracked().isPresent()) {
            return Optional.empty();
        }
        Optional<ServerAddress> inUse = server.address().map(ServerAddress::parse);
        Optional<Proxy> proxy = config.flatMap(known -> known.backend(server.backend()));
        Optional<Server> configured = proxy.flatMap(known -> known.server(server.server()));
        if (proxy.isEmpty() || configured.isEmpty()) {
            return inUse.flatMap(PlanMaker::of);
        }
        return server.downByAgent()
                ? PlanMaker.ofAgent(proxy.get(), configured.get(), inUse)
                : PlanMaker.of(proxy.get(), configured.get(), inUse);
    }

    private List<Optional<ProbeResult>> probeAll(List<Optional<ProbePlan>> plans) throws InterruptedException {
        if (!probing || plans.isEmpty()) {
            return plans.stream().map(plan -> Optional.<ProbeResult>empty()).toList();
        }
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(PROBES_AT_ONCE, plans.size()));
        try {
            List<Future<Optional<ProbeResult>>> running = new ArrayList<>();
            for (Optional<ProbePlan> plan : plans) {
                running.add(pool.submit(() -> plan.map(Prober::probe)));
            }
            List<Optional<ProbeResult>> results = new ArrayList<>();
            for (Future<Optional<ProbeResult>> result : running) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check could not be repeated", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static Optional<BackendCause> causeOf(BackendView backend) {
        if (backend.servers() == 0) {
            // Backends of statistics pages and redirects live well without servers; HAProxy says so by UP.
            return backend.status().startsWith("DOWN") ? Optional.of(BackendCause.NO_SERVERS) : Optional.empty();
        }
        if (backend.allInMaintenance()) {
            return Optional.of(BackendCause.ALL_IN_MAINTENANCE);
        }
        if (!backend.servesNobody()) {
            return Optional.empty();
        }
        if (backend.down() == backend.servers()) {
            return Optional.of(BackendCause.ALL_DOWN);
        }
        return backend.down() + backend.maintenance() == backend.servers()
                ? Optional.of(BackendCause.DOWN_OR_IN_MAINTENANCE)
                : Optional.empty();
    }

    private List<Finding> findings(List<ServerView> down) {
        if (config.isEmpty() || down.isEmpty()) {
            return List.of();
        }
        Set<String> backends = down.stream().map(ServerView::backend).collect(Collectors.toSet());
        return Linter.lint(new LintInput(config.get(), Map.of()), Set.of()).findings().stream()
                .filter(finding -> finding.backend().filter(backends::contains).isPresent())
                .toList();
    }

    private List<String> notes(List<ServerView> down) {
        List<String> notes = new ArrayList<>();
        config.ifPresent(known -> known.notes().stream().map(Note::toString).forEach(notes::add));
        if (config.isEmpty() && !down.isEmpty()) {
            notes.add(
                    down.stream().allMatch(server -> server.address().isEmpty())
                            ? "without --haproxy.config, and with a socket below level operator, nothing says where the servers are"
                            : "without --haproxy.config only connections are tried, not the checks themselves");
        }
        return notes;
    }
}
