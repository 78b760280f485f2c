package io.github.haproxyexporter.web.page;

import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.scrape.ScrapeLease;
import io.github.haproxyexporter.scrape.ScrapeResult;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.scrape.TargetScraper;
import io.github.haproxyexporter.scrape.TargetSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last state of each target, read at most once in an interval however many look, and not at all while nobody does. A request that
 * comes while the targets are being read is answered with what was read before, so that a HAProxy that hangs keeps one thread only.
 */
final class SharedStates {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Bytes that a server or another object takes at most, with the texts about it. */
    private static final long OBJECT = 600;

    private final TargetSet targets;
    private final MemoryBudget.Cache memory;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Map<Target, TargetState> states = Map.of();
    private long readAt = System.nanoTime() - INTERVAL.toNanos();

    SharedStates(TargetSet targets, MemoryBudget budget) {
        this.targets = targets;
        this.memory = budget.openCache();
    }

    /** The states of all targets, of the last interval. */
    List<TargetState> current() {
        if (states.isEmpty()) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return List.copyOf(states.values());
        }
        try {
            if (System.nanoTime() - readAt >= INTERVAL.toNanos()) {
                states = read();
                readAt = System.nanoTime();
            }
            return List.copyOf(states.values());
        } finally {
            reading.unlock();
        }
    }

    private Map<Target, TargetState> read() {
        List<TargetScraper> scrapers = targets.current();
        List<ScrapeLease> leases = new ArrayList<>();
        Map<Target, TargetState> now = new LinkedHashMap<>();
        memory.clear();
        try {
            TargetScraper.scrape(
                    scrapers,
                    Selection.everything(),
                    scraper -> scraper.target().timeout(),
                    leases);
            for (int i = 0; i < leases.size(); i++) {
                Target target = scrapers.get(i).target();
                TargetState unread =
                        TargetState.unread(target.name(), target.address().toString());
                TargetState last = states.getOrDefault(target, unread);
                now.put(target, kept(state(target, leases.get(i).result(), last), unread));
            }
        } finally {
            leases.forEach(ScrapeLease::close);
        }
        return now;
    }

    private static TargetState state(Target target, ScrapeResult result, TargetState last) {
        if (result instanceof ScrapeResult.Read read) {
            return TargetStateReader.read(target, read.snapshot(), last);
        }
        return last.failed(
                result instanceof ScrapeResult.Failed failed
                        ? failed.error().text()
                        : "the exporter has too much to do for other requests; it tries again in some seconds");
    }

    private TargetState kept(TargetState state, TargetState unread) {
        int servers = state.servers(any -> true).size();
        int others = state.backends().size()
                + state.frontends().size()
                + state.certificates().size();
        if (memory.take(OBJECT * (1 + servers + others))) {
            return state;
        }
        return unread.failed(
                "the memory is too small for the page of " + servers + " servers; give the JVM more by -Xmx");
    }
}
