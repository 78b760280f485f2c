package io.github.haproxyexporter.exposition;

import io.prometheus.client.exporter.common.TextFormat;

/** The formats that Prometheus reads. */
public enum Format {
    /** The Prometheus text format 0.0.4. */
    TEXT(TextFormat.CONTENT_TYPE_004),
    /** OpenMetrics 1.0. */
    OPEN_METRICS(TextFormat.CONTENT_TYPE_OPENMETRICS_100);

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /** The media type without its parameters. */
    public String mediaType() {
        return contentType.substring(0, contentType.indexOf(';'));
    }
}
