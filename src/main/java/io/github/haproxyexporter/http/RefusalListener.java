package io.github.haproxyexporter.http;

import java.util.List;

/** Notified of each request that is refused, or whose answer is ended. */
@FunctionalInterface
public interface RefusalListener {

    /**
     * The reasons that there are. Of a scrape: its turn to read HAProxy did not come in time, other scrapes take all the memory, others
     * needed the memory of an answer that its client received slowly.
     */
    List<String> REASONS =
            List.of("malformed", "too_large", "unauthorized", "rate_limited", "dumps", "memory", "slow_reader");

    /**
     * Notes a refusal.
     *
     * @param reason one of {@link #REASONS}
     */
    void refused(String reason);
}
