package io.github.haproxyexporter.metrics;

/** How a catalogue row makes samples out of its source. */
enum Derivation {
    /** The figure as it is. */
    NUMBER,
    /** Milliseconds, given as seconds. */
    MILLISECONDS,
    /** An average in milliseconds, given as seconds; in the promex profile over another number of requests. */
    AVERAGE,
    /** 1 when requests are taken, else 0. */
    UP,
    /** A sample for each {@link io.github.haproxyexporter.stats.ServerState}, 1 for the one that holds. */
    SERVER_STATE,
    /** The same for DOWN and UP, of frontends and backends. */
    PROXY_STATE,
    /** The same for WAITING, OPEN and FULL. */
    LISTENER_STATE,
    /** The same for each {@link io.github.haproxyexporter.stats.CheckStatus}. */
    CHECK_STATE,
    /** The code of a check; a check without one has code 0 in the promex profile. */
    CHECK_CODE,
    /** How many servers of a backend are in each state. */
    SERVER_COUNTS,
    /** How many servers of a backend had each result at their last check. */
    CHECK_COUNTS,
    /** 1 for each server that is DOWN, with the reason as labels. */
    DOWN_INFO,
    /** Always 1, with texts as labels. */
    TEXT
}
