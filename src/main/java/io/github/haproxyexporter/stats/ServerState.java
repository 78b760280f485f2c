package io.github.haproxyexporter.stats;

/** What a server is to its load balancer, without the progress of its checks. */
public enum ServerState {
    DOWN,
    UP,
    MAINT,
    DRAIN,
    NOLB
}
