package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.probe.Prober;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Repeats checks, many at once, and none of them beyond one deadline over all. */
final class Probes implements AutoCloseable {
    private static final int AT_ONCE = 128;
    /** For the changed checks of one group: most answers come at once, and a person waits. */
    private static final Duration TRYING = Duration.ofMillis(1_500);

    private final ExecutorService pool;
    private final long end;

    Probes(Duration atMost) {
        end = System.nanoTime() + atMost.toNanos();
        // A probe that has to be left behind must not keep the program from ending.
        pool = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "probe");
            thread.setDaemon(true);
            return thread;
        });
    }

    CompletableFuture<ProbeResult> start(ProbePlan plan) {
        return CompletableFuture.supplyAsync(() -> Prober.probe(plan), pool);
    }

    /** Waits until one of these has ended, or for the deadline. */
    void awaitAny(List<CompletableFuture<Void>> probes) throws InterruptedException {
        try {
            CompletableFuture.anyOf(probes.toArray(CompletableFuture[]::new))
                    .get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // What there is of it is told by await.
            return;
        }
    }

    /** The result; empty when it is not there by the deadline. */
    Optional<ProbeResult> await(Future<ProbeResult> probe) throws InterruptedException {
        try {
            return Optional.of(probe.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a check could not be repeated", e.getCause());
        }
    }

    /** The first trial of each server whose check passes, the servers at once; simply the first where none may be made. */
    Map<ServerFacts, Trials.Trial> firstPassing(Map<ServerFacts, List<Trials.Trial>> trials, boolean probing) {
        Map<ServerFacts, Future<Optional<Trials.Trial>>> running = new LinkedHashMap<>();
        trials.forEach((server, each) -> running.put(
                server,
                pool.submit(() -> each.stream()
                        .filter(trial -> !probing || Prober.probe(trial.plan()).passed())
                        .findFirst())));
        Map<ServerFacts, Trials.Trial> found = new LinkedHashMap<>();
        long trying = Math.min(end, System.nanoTime() + TRYING.toNanos());
        for (Map.Entry<ServerFacts, Future<Optional<Trials.Trial>>> server : running.entrySet()) {
            try {
                server.getValue()
                        .get(Math.max(0, trying - System.nanoTime()), TimeUnit.NANOSECONDS)
                        .ifPresent(trial -> found.put(server.getKey(), trial));
            } catch (TimeoutException e) {
                // What could not be tried in time is not proposed.
                server.getValue().cancel(true);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a changed check could not be tried", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return found;
            }
        }
        return found;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
