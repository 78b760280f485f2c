package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.metrics.Selection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Reads one target. Scrapes that arrive while one for the same selection is running share its result: one dump, many readers. */
public final class TargetScraper {

    private static final Logger LOG = LogManager.getLogger(TargetScraper.class);

    private final Target target;
    private final TargetReader reader;
    private final ScrapeListener listener;
    private final ConcurrentHashMap<Selection, CompletableFuture<ScrapeResult>> running = new ConcurrentHashMap<>();

    /** Made beforehand: it is needed when there may be no memory to make it. */
    private final ScrapeResult brokenOff;

    public TargetScraper(Target target, TargetReader reader, ScrapeListener listener) {
        this.target = target;
        this.reader = reader;
        this.listener = listener;
        this.brokenOff = new ScrapeResult.Failed(new HaproxyException(
                ErrorKind.MALFORMED,
                "reading " + target.address() + ": what came could not be understood; the log says more"));
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
            // The one who read may have had less time than we have: then it is our turn. But when many came at
            // nearly the same time, each with a little left, they would ask a HAProxy that hangs one after the other.
            if (shared instanceof ScrapeResult.Read || deadline.isMostlySpent() || !ranOutOfTime(shared)) {
                return shared;
            }
        }
    }

    private ScrapeResult lead(Selection selection, Deadline deadline, CompletableFuture<ScrapeResult> mine) {
        ScrapeResult result = brokenOff;
        try {
            result = read(selection, deadline);
            // Before anybody else has it: their own figures count it too, and the next one's is told after it.
            tell(selection, result);
        } finally {
            // Out of the map first: who comes from now on must see a HAProxy of now, not of before.
            running.remove(selection, mine);
            mine.complete(result);
        }
        return result;
    }

    /** Whatever goes wrong, those who wait for the result get one that says so, and HAProxy counts as not read. */
    private ScrapeResult read(Selection selection, Deadline deadline) {
        try {
            return reader.read(selection, deadline);
        } catch (HaproxyException e) {
            return new ScrapeResult.Failed(e);
        } catch (OutOfMemoryError e) {
            return new ScrapeResult.Failed(new HaproxyException(
                    ErrorKind.TOO_LARGE,
                    "reading " + target.address() + ": the memory is used up; give the JVM more by -Xmx",
                    e));
        } catch (RuntimeException | Error e) {
            LOG.error("reading {} failed by a defect of the exporter", target.address(), e);
            return brokenOff;
        }
    }

    private void tell(Selection selection, ScrapeResult result) {
        try {
            listener.scraped(target, selection, result);
        } catch (RuntimeException e) {
            // What was read is served all the same.
            LOG.error("a reading of {} could not be noted", target.address(), e);
        }
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
        return result instanceof ScrapeResult.Failed failed && failed.error().kind() == ErrorKind.TIMEOUT;
    }
}
