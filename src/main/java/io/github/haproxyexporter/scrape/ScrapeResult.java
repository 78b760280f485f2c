package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.stats.Snapshot;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    /**
     * How one collector fared in a scrape.
     *
     * @param collector its name
     * @param nanos how long it took, in nanoseconds
     * @param error why it brought nothing; empty when it succeeded
     */
    record CollectorRun(String collector, long nanos, Optional<HaproxyException> error) {

        private static final String LABEL = "collector";
        private static final String SUCCESS = "haproxy_exporter_collector_success";
        private static final String SUCCESS_HELP = "1 when the last run of the collector succeeded, 0 when it failed.";
        private static final String[] REQUIRED = {AvailableCollectors.INFO, AvailableCollectors.STAT};

        /** The families about the runs of one scrape, which are none of HAProxy's. */
        public static List<Family> families(ScrapeResult result) {
            if (!(result instanceof ScrapeResult.Read read)) {
                return List.of(Family.gauge(SUCCESS, SUCCESS_HELP, LABEL, REQUIRED, "0", "0"));
            }
            return List.of(
                    gauge(SUCCESS, SUCCESS_HELP, read.runs(), run -> run.error().isEmpty() ? "1" : "0"),
                    gauge(
                            "haproxy_exporter_collector_duration_seconds",
                            "Duration of the last run of the collector, in seconds.",
                            read.runs(),
                            run -> BigDecimal.valueOf(run.nanos(), 9).toPlainString()));
        }

        private static Family gauge(
                String name, String help, List<CollectorRun> runs, Function<CollectorRun, String> value) {
            String[] names = runs.stream().map(CollectorRun::collector).toArray(String[]::new);
            return Family.gauge(
                    name, help, LABEL, names, runs.stream().map(value).toArray(String[]::new));
        }
    }
}
