package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Selection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Reads one target, by at most two dumps at a time: one for the scrapes of everything, and one for all others in their turn. Scrapes of
 * the same selection share one dump. A dump goes on until the last deadline
 * of those who wait for it, and no longer than the target's time-out.
 */
public final class TargetScraper implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(TargetScraper.class);

    /** Selections that may wait for their turn at a time: each request that waits has a thread. */
    private static final int MAX_WAITING = 16;

    private final Target target;
    private final TargetReader reader;
    private final ScrapeListener listener;
    private final MemoryBudget budget;
    private final Map<Selection, SharedScrape> running = new HashMap<>();
    private final ThreadPoolExecutor everything = oneThread("dump-everything");
    private final ThreadPoolExecutor selected = oneThread("dump-selected");

    /** Made beforehand: it is needed when there may be no memory to make it. */
    private final ScrapeResult brokenOff;

    public TargetScraper(Target target, TargetReader reader, ScrapeListener listener, MemoryBudget budget) {
        this.target = target;
        this.reader = reader;
        this.listener = listener;
        this.budget = budget;
        this.brokenOff = new ScrapeResult.Failed(new HaproxyException(
                ErrorKind.MALFORMED,
                "reading " + target.address() + ": what came could not be understood; the log says more"));
    }

    private static ThreadPoolExecutor oneThread(String name) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    public Target target() {
        return target;
    }

    /** Reads the target, or takes the result of a dump that is under way. Never waits longer than the deadline. */
    public ScrapeLease scrape(Selection asked, Deadline deadline) {
        return await(start(asked, deadline), asked, deadline);
    }

    /**
     * Reads several at the same time: one that hangs costs its own time-out.
     *
     * @param timeout the longest to wait for one of them
     * @param leases what their leases are added to, in their order, for the caller to close
     */
    public static void scrape(
            List<TargetScraper> targets,
            Selection asked,
            Function<TargetScraper, Duration> timeout,
            List<ScrapeLease> leases) {
        List<Deadline> deadlines =
                targets.stream().map(timeout).map(Deadline::in).toList();
        for (int i = 0; i < targets.size(); i++) {
            leases.add(targets.get(i).start(asked, deadlines.get(i)));
        }
        for (int i = 0; i < targets.size(); i++) {
            leases.set(i, targets.get(i).await(leases.get(i), asked, deadlines.get(i)));
        }
    }

    /** Starts a dump, or joins one that is under way, to be awaited by {@link #await}. */
    private ScrapeLease start(Selection asked, Deadline deadline) {
        return join(reader.normalized(asked), deadline);
    }

    /** Waits for what was started. The lease that comes back may be another one, and takes its place. */
    private ScrapeLease await(ScrapeLease started, Selection asked, Deadline deadline) {
        ScrapeLease lease = started;
        while (true) {
            lease.await(deadline, "waiting for " + target.address());
            // The dump may have begun long before this request came.
            if (deadline.isMostlySpent() || !ranOutOfTime(lease.result())) {
                return lease;
            }
            lease.close();
            lease = start(asked, deadline);
        }
    }

    private ScrapeLease join(Selection selection, Deadline deadline) {
        synchronized (running) {
            SharedScrape scrape = running.get(selection);
            if (scrape == null) {
                SharedScrape mine = new SharedScrape(deadline);
                boolean all = selection.equals(Selection.everything());
                if (!all && selected.getQueue().size() >= MAX_WAITING) {
                    return mine.end(new ScrapeResult.Refused(ScrapeResult.Shortage.DUMPS), deadline);
                }
                try {
                    (all ? everything : selected).execute(() -> dump(selection, all, mine));
                } catch (RejectedExecutionException e) {
                    return mine.end(
                            new ScrapeResult.Failed(new HaproxyException(
                                    ErrorKind.NOT_FOUND,
                                    "reading " + target.address() + ": a reload has removed it from the targets")),
                            deadline);
                }
                scrape = mine;
                running.put(selection, mine);
            }
            return scrape.join(deadline);
        }
    }

    private void dump(Selection selection, boolean all, SharedScrape scrape) {
        MemoryBudget.Share memory = budget.open(all, () -> scrape.deadline().passed());
        ScrapeResult result = brokenOff;
        try {
            if (begin(selection, scrape, memory)) {
                result = read(selection, scrape.deadline(), memory);
                // Before anybody has it: the exporter's own metrics in the same answer count it, too.
                tell(result);
            }
        } finally {
            synchronized (running) {
                // A request that comes from now on must see a HAProxy of now, not of before.
                running.remove(selection, scrape);
            }
            scrape.complete(result, memory);
        }
    }

    /** False when all who wanted the dump left before its turn came. */
    private boolean begin(Selection selection, SharedScrape scrape, MemoryBudget.Share memory) {
        synchronized (running) {
            if (scrape.begin(target.timeout(), memory)) {
                return true;
            }
            running.remove(selection, scrape);
            return false;
        }
    }

    /** Whatever goes wrong, there is a result that says so, and HAProxy counts as not read. */
    private ScrapeResult read(Selection selection, Deadline deadline, MemoryBudget.Share memory) {
        try {
            return reader.read(selection, deadline, memory);
        } catch (HaproxyException e) {
            return new ScrapeResult.Failed(e);
        } catch (MemoryBudget.ExhaustedException e) {
            return e.isAlone()
                    ? new ScrapeResult.Failed(reader.tooLarge(e))
                    : new ScrapeResult.Refused(ScrapeResult.Shortage.MEMORY);
        } catch (OutOfMemoryError e) {
            return new ScrapeResult.Failed(reader.tooLarge(e));
        } catch (RuntimeException | Error e) {
            LOG.error("reading {} failed by a defect of the exporter", target.address(), e);
            return brokenOff;
        }
    }

    private void tell(ScrapeResult result) {
        try {
            listener.scraped(target, result);
        } catch (RuntimeException e) {
            // What was read is served all the same.
            LOG.error("a reading of {} could not be noted", target.address(), e);
        }
    }

    private static boolean ranOutOfTime(ScrapeResult result) {
        return result instanceof ScrapeResult.Failed failed && failed.error().kind() == ErrorKind.TIMEOUT;
    }

    /** Ends the dumps; for when no request is being answered any more. */
    @Override
    public void close() {
        stop();
        for (ThreadPoolExecutor dumps : List.of(everything, selected)) {
            try {
                // No thread of ours is to run while the JVM ends: writing its class-data archive, it crashes on one
                // that does.
                dumps.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Tells the dumps to end, without waiting for it. */
    void stop() {
        everything.shutdownNow();
        selected.shutdownNow();
        listener.close();
        reader.forget();
    }
}
