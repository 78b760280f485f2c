package io.github.haproxyexporter.web;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.http.RefusalListener;
import io.github.haproxyexporter.http.access.ReloadListener;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.scrape.ScrapeListener;
import io.github.haproxyexporter.scrape.ScrapeResult;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.stats.Snapshot;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.hotspot.DefaultExports;

/** The exporter's own metrics, with those of its JVM and process. */
public final class SelfMetrics implements ScrapeListener, RefusalListener {

    private static final double NANOS = 1e9;

    private final CollectorRegistry registry = new CollectorRegistry();
    private final Counter scrapes = Counter.build("haproxy_exporter_scrapes_total", "Times that HAProxy was read.")
            .register(registry);
    private final Counter parseFailures = Counter.build(
                    "haproxy_exporter_csv_parse_failures_total",
                    "Cells of HAProxy's statistics that were no figure, and rows that were there twice.")
            .register(registry);
    private final Counter errors = Counter.build(
                    "haproxy_exporter_scrape_errors_total", "Times that HAProxy could not be read, by kind of error.")
            .labelNames("kind")
            .register(registry);
    private final Counter refused = Counter.build(
                    "haproxy_exporter_requests_refused_total", "Number of requests that were refused, by reason.")
            .labelNames("reason")
            .register(registry);
    private final Gauge phases = Gauge.build(
                    "haproxy_exporter_scrape_phase_seconds",
                    "Time that each phase of the last scrape took, in seconds.")
            .labelNames("phase")
            .register(registry);

    public SelfMetrics(String version, String revision) {
        Gauge.build("haproxy_exporter_build_info", "Build of the exporter; always 1.")
                .labelNames("version", "revision", "javaversion")
                .register(registry)
                .labels(version, revision, System.getProperty("java.version", "unknown"))
                .set(1);
        for (ErrorKind kind : ErrorKind.values()) {
            errors.labels(kind.label());
        }
        RefusalListener.REASONS.forEach(refused::labels);
        DefaultExports.register(registry);
    }

    public CollectorRegistry registry() {
        return registry;
    }

    /** Gauges of the web configuration, for an exporter that has one. */
    public ReloadListener webConfigReloads() {
        Gauge successful = Gauge.build(
                        "haproxy_exporter_config_last_reload_successful",
                        "1 when the web configuration was good when it was last read, 0 when not.")
                .register(registry);
        Gauge time = Gauge.build(
                        "haproxy_exporter_config_last_reload_success_timestamp_seconds",
                        "Time when the web configuration was last read and good, in seconds since 1970.")
                .register(registry);
        return good -> {
            successful.set(good ? 1 : 0);
            if (good) {
                time.setToCurrentTime();
            }
        };
    }

    @Override
    public void refused(String reason) {
        refused.labels(reason).inc();
    }

    @Override
    public void scraped(Target target, Selection selection, ScrapeResult result) {
        scrapes.inc();
        if (result instanceof ScrapeResult.Failed failed) {
            errors.labels(failed.error().kind().label()).inc();
        } else if (result instanceof ScrapeResult.Read read) {
            Snapshot snapshot = read.snapshot();
            phases.labels("connect").set(seconds(snapshot.connectNanos()));
            phases.labels("dump").set(seconds(snapshot.dumpNanos()));
            long failures = snapshot.table().rejectedCells() + snapshot.table().droppedRows();
            parseFailures.inc((double) failures);
        }
    }

    /** Notes how long it took to encode an answer, without the time that its client took to receive it, in nanoseconds. */
    void encoded(long nanos) {
        phases.labels("encode").set(seconds(nanos));
    }

    private static double seconds(long nanos) {
        return (double) nanos / NANOS;
    }
}
