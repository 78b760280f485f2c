package io.github.haproxyexporter.web;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.http.RefusalListener;
import io.github.haproxyexporter.http.access.ReloadListener;
import io.github.haproxyexporter.scrape.ScrapeListener;
import io.github.haproxyexporter.scrape.ScrapeResult;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.stats.Snapshot;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.hotspot.DefaultExports;
import java.util.stream.Stream;

/** The exporter's own metrics, with those of its JVM and process. */
public final class SelfMetrics implements ScrapeListener, RefusalListener {

    private static final double NANOS = 1e9;

    private final CollectorRegistry registry = new CollectorRegistry();
    private final boolean several;
    private final Counter scrapes;
    private final Counter parseFailures;
    private final Counter errors;
    private final Gauge phases;
    private final Counter unknownEvents;

    private final Counter refused = Counter.build(
                    "haproxy_exporter_requests_refused_total",
                    "Number of requests that were not answered, or not to the end, by reason.")
            .labelNames("reason")
            .register(registry);

    /** @param several whether there may be more than one target, so that the label {@code haproxy} tells them apart */
    public SelfMetrics(String version, String revision, boolean several) {
        this.several = several;
        scrapes = Counter.build("haproxy_exporter_scrapes_total", "Number of scrapes of HAProxy.")
                .labelNames(names())
                .register(registry);
        parseFailures = Counter.build(
                        "haproxy_exporter_csv_parse_failures_total",
                        "Number of non-numeric cells in documented columns and of duplicate rows.")
                .labelNames(names())
                .register(registry);
        errors = Counter.build(
                        "haproxy_exporter_scrape_errors_total",
                        "Number of scrapes in which HAProxy could not be read, by kind of error.")
                .labelNames(names("kind"))
                .register(registry);
        unknownEvents = Counter.build(
                        "haproxy_exporter_unknown_event_lines_total",
                        "Number of lines of event rings that report no change of state known to this exporter.")
                .labelNames(names())
                .register(registry);
        phases = Gauge.build(
                        "haproxy_exporter_scrape_phase_seconds",
                        "Duration of each phase of the last scrape, in seconds.")
                .labelNames(names("phase"))
                .register(registry);
        Gauge.build("haproxy_exporter_build_info", "Build of the exporter; always 1.")
                .labelNames("version", "revision", "javaversion")
                .register(registry)
                .labels(version, revision, System.getProperty("java.version", "unknown"))
                .set(1);
        if (!several) {
            for (ErrorKind kind : ErrorKind.values()) {
                errors.labels(kind.label());
            }
        }
        RefusalListener.REASONS.forEach(refused::labels);
        DefaultExports.register(registry);
    }

    public CollectorRegistry registry() {
        return registry;
    }

    /** Gauges of the web configuration, for an exporter that has one. */
    public ReloadListener webConfigReloads() {
        return reloads("haproxy_exporter_config", "web configuration");
    }

    /** Gauges of the file of targets, for an exporter that has one. */
    public ReloadListener targetReloads() {
        return reloads("haproxy_exporter_targets", "file of targets");
    }

    /** Notified of each line of a target's ring that reports no change of state; counted only where a ring is followed. */
    public Runnable unknownEvents(Target target) {
        return () -> unknownEvents.labels(values(target)).inc();
    }

    private ReloadListener reloads(String prefix, String what) {
        Gauge successful = Gauge.build(
                        prefix + "_last_reload_successful",
                        "1 when the " + what + " was good when it was last read, 0 when not.")
                .register(registry);
        Gauge time = Gauge.build(
                        prefix + "_last_reload_success_timestamp_seconds",
                        "Time when the " + what + " was last read and good, in seconds since 1970.")
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
    public void scraped(Target target, ScrapeResult result) {
        if (!(result instanceof ScrapeResult.Refused)) {
            scrapes.labels(values(target)).inc();
        }
        if (result instanceof ScrapeResult.Failed failed) {
            errors.labels(values(target, failed.error().kind().label())).inc();
        } else if (result instanceof ScrapeResult.Read read) {
            Snapshot snapshot = read.snapshot();
            phases.labels(values(target, "connect")).set(seconds(snapshot.connectNanos()));
            phases.labels(values(target, "dump")).set(seconds(snapshot.dumpNanos()));
            long failures = snapshot.table().rejectedCells() + snapshot.table().droppedRows();
            parseFailures.labels(values(target)).inc((double) failures);
        }
    }

    private String[] names(String... own) {
        return several ? with("haproxy", own) : own;
    }

    private String[] values(Target target, String... own) {
        return several ? with(target.name(), own) : own;
    }

    private static String[] with(String first, String... others) {
        return Stream.concat(Stream.of(first), Stream.of(others)).toArray(String[]::new);
    }

    /** Notes how long it took to encode an answer, without the time that its client took to receive it, in nanoseconds. */
    void encoded(long nanos) {
        phases.labels(several ? with("", "encode") : with("encode")).set(seconds(nanos));
    }

    private static double seconds(long nanos) {
        return (double) nanos / NANOS;
    }
}
