package io.github.haproxyexporter.bench;

/** A way to ask. */
enum Variant {
    PLAIN(""),
    GZIP("Accept-Encoding: gzip\r\n"),
    OPEN_METRICS("Accept: application/openmetrics-text; version=1.0.0\r\n");

    private final String headers;

    Variant(String headers) {
        this.headers = headers;
    }

    String headers() {
        return headers;
    }

    String label() {
        return switch (this) {
            case PLAIN -> "plain";
            case GZIP -> "gzip";
            case OPEN_METRICS -> "openmetrics";
        };
    }
}
