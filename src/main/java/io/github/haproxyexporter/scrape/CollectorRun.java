package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.metrics.Family;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * How one collector fared in a scrape.
 *
 * @param collector its name
 * @param nanos how long it took, in nanoseconds
 * @param error why it brought nothing; empty when it succeeded
 */
public record CollectorRun(String collector, long nanos, Optional<HaproxyException> error) {

    private static final String LABEL = "collector";
    private static final String SUCCESS = "haproxy_exporter_collector_success";
    private static final String SUCCESS_HELP = "1 when the last run of the collector succeeded, 0 when it failed.";
    private static final String[] REQUIRED = {AvailableCollectors.INFO, AvailableCollectors.STAT};

    /** The families about the runs of one scrape, which are none of HAProxy's. */
    public static List<Family> families(ScrapeResult result) {
        if (!(result instanceof ScrapeResult.Read read)) {
            return List.of(Family.gauge(SUCCESS, SUCCESS_HELP, LABEL, REQUIRED, "0", "0"));
        }
        List<CollectorRun> runs = read.runs();
        String[] names = runs.stream().map(CollectorRun::collector).toArray(String[]::new);
        return List.of(
                Family.gauge(
                        SUCCESS,
                        SUCCESS_HELP,
                        LABEL,
                        names,
                        runs.stream()
                                .map(run -> run.error().isEmpty() ? "1" : "0")
                                .toArray(String[]::new)),
                Family.gauge(
                        "haproxy_exporter_collector_duration_seconds",
                        "Duration of the last run of the collector, in seconds.",
                        LABEL,
                        names,
                        runs.stream()
                                .map(run -> BigDecimal.valueOf(run.nanos(), 9).toPlainString())
                                .toArray(String[]::new)));
    }
}
