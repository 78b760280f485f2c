package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One dump and its result, shared by the requests that wait for it or send it. Its memory is given back when the last of them is done. */
final class SharedScrape {

    /** The most that the error of a dump which is out of time is waited for: it says more than the time-out of the waiting. */
    private static final int GRACE_MILLIS = 1000;

    private final CompletableFuture<ScrapeResult> result = new CompletableFuture<>();
    private Deadline deadline;
    private @Nullable Deadline latest;
    private final List<ScrapeLease> leases = new ArrayList<>();
    private MemoryBudget.@Nullable Share memory;
    private boolean begun;
    private boolean over;

    SharedScrape(Deadline first) {
        this.deadline = first.copy();
    }

    /** A request joins; the dump has the time of the most patient, within the target's time-out. */
    synchronized ScrapeLease join(Deadline other) {
        deadline.extendTo(latest != null && latest.isBefore(other) ? latest : other);
        ScrapeLease lease = new ScrapeLease(this);
        leases.add(lease);
        return lease;
    }

    /** The only request joins, and has its result without a dump. */
    ScrapeLease end(ScrapeResult instead, Deadline other) {
        result.complete(instead);
        return join(other);
    }

    synchronized Deadline deadline() {
        return deadline;
    }

    /** The turn of the dump has come. False when nobody wants it any more. */
    synchronized boolean begin(Duration timeout, MemoryBudget.Share share) {
        Deadline most = Deadline.in(timeout);
        latest = most;
        deadline = most.isBefore(deadline) ? most.copy() : deadline;
        begun = !leases.isEmpty();
        memory = share;
        return begun;
    }

    /** The dump is over, and nobody joins from now on. */
    void complete(ScrapeResult found, MemoryBudget.Share share) {
        boolean unused;
        synchronized (this) {
            over = true;
            unused = leases.isEmpty();
            result.complete(found);
        }
        if (unused || !(found instanceof ScrapeResult.Read)) {
            share.close();
        } else {
            share.sending(this::cut);
        }
    }

    /** Waits for the result, no longer than the deadline. */
    ScrapeResult await(Deadline other, String doing) throws InterruptedException {
        ScrapeResult there = result.getNow(null);
        if (there != null) {
            // In time, though the request may have waited for another target meanwhile.
            return there;
        }
        try {
            return result.get(other.remainingMillis(doing) + grace(other), TimeUnit.MILLISECONDS);
        } catch (HaproxyException | TimeoutException e) {
            synchronized (this) {
                return begun
                        ? new ScrapeResult.Failed(other.timeout(doing))
                        : new ScrapeResult.Refused(ScrapeResult.Shortage.DUMPS);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a scrape never ends by an exception", e);
        }
    }

    /** None for a request whose time is over before that of the dump. */
    private synchronized int grace(Deadline other) {
        return other.isBefore(deadline) ? 0 : GRACE_MILLIS;
    }

    synchronized void beginSending() {
        if (memory != null) {
            memory.beginSending();
        }
    }

    MemoryBudget.Share anotherShare() {
        MemoryBudget.Share share;
        synchronized (this) {
            share = memory;
        }
        if (share == null) {
            throw new IllegalStateException("nothing was read");
        }
        return share.another();
    }

    void leave(ScrapeLease lease) {
        MemoryBudget.Share unused;
        synchronized (this) {
            leases.remove(lease);
            unused = over && leases.isEmpty() ? memory : null;
        }
        // Not with the lock held: the budget has its own, and takes this one under it.
        if (unused != null) {
            unused.close();
        }
    }

    private synchronized void cut() {
        leases.forEach(ScrapeLease::cut);
    }
}
