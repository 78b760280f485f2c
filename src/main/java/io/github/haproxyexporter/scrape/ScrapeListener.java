package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.metrics.Selection;

/** Hears of every reading of a target, once, however many scrapes share it. */
@FunctionalInterface
public interface ScrapeListener {

    void scraped(Target target, Selection selection, ScrapeResult result);

    /** Tells this one, then the other. */
    default ScrapeListener and(ScrapeListener other) {
        return (target, selection, result) -> {
            scraped(target, selection, result);
            other.scraped(target, selection, result);
        };
    }
}
