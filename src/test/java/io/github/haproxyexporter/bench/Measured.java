package io.github.haproxyexporter.bench;

import java.util.ArrayList;
import java.util.List;

/** What was measured of one contender in one variant, so many scrapes at once. */
final class Measured {

    private final Contender contender;
    private final Variant variant;
    private final int atOnce;
    private final List<Long> wallNanos = new ArrayList<>();
    private long scrapes;
    private long exporterCpuMillis;
    private long haproxyCpuMillis;
    private long bytes;
    private long samples;

    Measured(Contender contender, Variant variant, int atOnce) {
        this.contender = contender;
        this.variant = variant;
        this.atOnce = atOnce;
    }

    /** Adds one round: the time until the last of its scrapes was answered. */
    void add(long nanos, long exporterMillis, long haproxyMillis, long wireBytes, long count) {
        wallNanos.add(nanos);
        scrapes += atOnce;
        exporterCpuMillis += exporterMillis;
        haproxyCpuMillis += haproxyMillis;
        bytes = wireBytes;
        if (samples != 0 && samples != count) {
            throw new IllegalStateException(contender.name() + ", " + variant.label() + ": " + count + " samples after "
                    + samples + " in the answer before");
        }
        samples = count;
    }

    Contender contender() {
        return contender;
    }

    Variant variant() {
        return variant;
    }

    int atOnce() {
        return atOnce;
    }

    double medianMillis() {
        return percentile(0.5);
    }

    double bestMillis() {
        return percentile(0);
    }

    double p99Millis() {
        return percentile(0.99);
    }

    double exporterCpuPerScrape() {
        return (double) exporterCpuMillis / scrapes;
    }

    double haproxyCpuPerScrape() {
        return (double) haproxyCpuMillis / scrapes;
    }

    long bytes() {
        return bytes;
    }

    long samples() {
        return samples;
    }

    private double percentile(double share) {
        long[] sorted = wallNanos.stream().mapToLong(Long::longValue).sorted().toArray();
        int at = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, at)] / 1e6;
    }
}
