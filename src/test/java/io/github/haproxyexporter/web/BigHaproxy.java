package io.github.haproxyexporter.web;

import io.github.haproxyexporter.testing.HaproxyProcess;

/** A real HAProxy whose metrics fit into no socket's buffers. */
final class BigHaproxy {
    static final int SERVERS = 2000;

    private BigHaproxy() {}

    static HaproxyProcess start() {
        StringBuilder config = new StringBuilder("""
                defaults
                    mode http
                    timeout client 5s
                    timeout connect 1s
                    timeout server 5s

                backend big
                """);
        for (int i = 1; i <= SERVERS; i++) {
            config.append("    server s")
                    .append(i)
                    .append(" 127.0.0.1:")
                    .append(i)
                    .append('\n');
        }
        return HaproxyProcess.builder().config(config.toString()).start();
    }
}
