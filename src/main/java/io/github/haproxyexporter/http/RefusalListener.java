package io.github.haproxyexporter.http;

import java.util.List;

/** Notified of each request that is refused before a handler sees it. */
@FunctionalInterface
public interface RefusalListener {

    /** The reasons that there are. */
    List<String> REASONS = List.of("malformed", "too_large", "unauthorized", "rate_limited");

    /**
     * Notes a refusal.
     *
     * @param reason one of {@link #REASONS}
     */
    void refused(String reason);
}
