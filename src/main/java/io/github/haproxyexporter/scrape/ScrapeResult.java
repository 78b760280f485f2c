package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.stats.Snapshot;
import java.util.List;

/** What came of reading one HAProxy: everything, or the reason why there is nothing. */
public sealed interface ScrapeResult {

    /**
     * HAProxy was read completely.
     *
     * @param runs how each collector fared, those among them that every scrape needs
     */
    record Read(Snapshot snapshot, List<Family> families, List<CollectorRun> runs) implements ScrapeResult {}

    /** HAProxy could not be read completely. */
    record Failed(HaproxyException error) implements ScrapeResult {}

    /** The exporter has too much to do for others. */
    record Refused(Shortage shortage) implements ScrapeResult {}

    /** What others have taken. */
    enum Shortage {
        /** The turns to read HAProxy. */
        DUMPS,
        /** The memory of all scrapes. */
        MEMORY
    }
}
