package io.github.haproxyexporter.scrape;

/** Notified after each scrape of a target, once, however many requests share it. */
@FunctionalInterface
public interface ScrapeListener extends AutoCloseable {

    void scraped(Target target, ScrapeResult result);

    /** Forgets what it remembers: the target is gone. */
    @Override
    default void close() {}

    /** Notifies this one, then the other. */
    default ScrapeListener and(ScrapeListener other) {
        ScrapeListener first = this;
        return new ScrapeListener() {
            @Override
            public void scraped(Target target, ScrapeResult result) {
                first.scraped(target, result);
                other.scraped(target, result);
            }

            @Override
            public void close() {
                first.close();
                other.close();
            }
        };
    }
}
