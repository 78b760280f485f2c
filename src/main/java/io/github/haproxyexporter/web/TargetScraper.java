package io.github.haproxyexporter.web;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.SnapshotReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads one target. Scrapes that arrive while one for the same selection is running share its result: one dump, many readers. */
public final class TargetScraper {

    private final Target target;
    private final SnapshotReader reader;
    private final FamilyAssembler assembler;
    private final ScrapeListener listener;
    private final ConcurrentHashMap<Selection, CompletableFuture<ScrapeResult>> running = new ConcurrentHashMap<>();

    public TargetScraper(Target target, SnapshotReader reader, FamilyAssembler assembler, ScrapeListener listener) {
        this.target = target;
        this.reader = reader;
        this.assembler = assembler;
        this.listener = listener;
    }

    public Target target() {
        return target;
    }

    /** Reads the target, or takes the result of whoever is reading it now. Never waits longer than the deadline. */
    public ScrapeResult scrape(Selection selection, Deadline deadline) {
        while (true) {
            CompletableFuture<ScrapeResult> mine = new CompletableFuture<>();
            CompletableFuture<ScrapeResult> other = running.putIfAbsent(selection, mine);
            if (other == null) {
                return lead(selection, deadline, mine);
            }
            ScrapeResult shared = follow(other, deadline);
            // The one who read may have had less time than we have: then it is our turn.
            if (shared instanceof ScrapeResult.Read || deadline.passed() || !ranOutOfTime(shared)) {
                return shared;
            }
        }
    }

    private ScrapeResult lead(Selection selection, Deadline deadline, CompletableFuture<ScrapeResult> mine) {
        ScrapeResult result = new ScrapeResult.Failed(deadline.timeout("reading " + target.address()));
        try {
            Snapshot snapshot = reader.read(assembler.request(selection), deadline);
            result = new ScrapeResult.Read(snapshot, assembler.families(snapshot, selection));
        } catch (HaproxyException e) {
            result = new ScrapeResult.Failed(e);
        } finally {
            // Out of the map first: who comes from now on must see a HAProxy of now, not of before.
            running.remove(selection, mine);
            mine.complete(result);
        }
        listener.scraped(target, selection, result);
        return result;
    }

    private ScrapeResult follow(CompletableFuture<ScrapeResult> other, Deadline deadline) {
        String doing = "waiting for " + target.address();
        try {
            return other.get(deadline.remainingMillis(doing), TimeUnit.MILLISECONDS);
        } catch (HaproxyException e) {
            return new ScrapeResult.Failed(e);
        } catch (TimeoutException e) {
            return new ScrapeResult.Failed(deadline.timeout(doing));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ScrapeResult.Failed(deadline.timeout(doing));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a scrape never ends by an exception", e);
        }
    }

    private static boolean ranOutOfTime(ScrapeResult result) {
        return result instanceof ScrapeResult.Failed failed
                && failed.error().kind() == io.github.haproxyexporter.client.ErrorKind.TIMEOUT;
    }
}
