package io.github.haproxyexporter.metrics;

/** The type of a family; {@code UNKNOWN} where HAProxy was not there to say it. */
public enum MetricType {
    COUNTER,
    GAUGE,
    UNKNOWN
}
