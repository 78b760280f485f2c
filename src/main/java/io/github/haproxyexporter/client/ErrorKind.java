package io.github.haproxyexporter.client;

import java.util.Locale;

/** Why a HAProxy could not be read; the {@code kind} label of {@code haproxy_exporter_scrape_errors_total}. */
public enum ErrorKind {
    REFUSED,
    PERMISSION_DENIED,
    NOT_FOUND,
    TIMEOUT,
    TRUNCATED,
    PROTOCOL,
    TOO_LARGE,
    MALFORMED;

    /** The value of the {@code kind} label: lower case, words joined by underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
