package io.github.haproxyexporter.scrape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The targets of this moment, each with what reads it. A target that stays the same keeps what is remembered of it; one that has gone is
 * closed, and is never served again.
 */
public final class TargetSet implements AutoCloseable {

    private final Supplier<List<Target>> source;
    private final boolean several;
    private final Function<Target, TargetScraper> maker;
    private final Map<Target, TargetScraper> scrapers = new HashMap<>();

    /**
     * Targets that nothing was read of yet.
     *
     * @param source asked at each scrape: the targets of that moment
     * @param several whether there may be more than one, so that the label {@code haproxy} tells them apart
     * @param maker makes what reads a target
     */
    public TargetSet(Supplier<List<Target>> source, boolean several, Function<Target, TargetScraper> maker) {
        this.source = source;
        this.several = several;
        this.maker = maker;
    }

    /** A single target. */
    public static TargetSet of(TargetScraper only) {
        return new TargetSet(() -> List.of(only.target()), false, target -> only);
    }

    public boolean areSeveral() {
        return several;
    }

    /** What reads each of the targets that there are now. */
    public synchronized List<TargetScraper> current() {
        List<Target> targets = source.get();
        List<TargetScraper> current = new ArrayList<>(targets.size());
        for (Target target : targets) {
            current.add(scrapers.computeIfAbsent(target, maker));
        }
        if (scrapers.size() > targets.size()) {
            scrapers.entrySet().removeIf(entry -> {
                boolean gone = !targets.contains(entry.getKey());
                if (gone) {
                    entry.getValue().stop();
                }
                return gone;
            });
        }
        return current;
    }

    /** What reads the target of a name; empty when there is no such target. */
    public Optional<TargetScraper> named(String name) {
        return current().stream()
                .filter(scraper -> scraper.target().name().equals(name))
                .findFirst();
    }

    @Override
    public synchronized void close() {
        scrapers.values().forEach(TargetScraper::stop);
        scrapers.values().forEach(TargetScraper::close);
        scrapers.clear();
    }
}
