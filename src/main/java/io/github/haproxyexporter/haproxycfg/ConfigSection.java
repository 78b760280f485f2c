package io.github.haproxyexporter.haproxycfg;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A section as it was written.
 *
 * @param kind the keyword that opened it, e.g. {@code backend}
 * @param name empty for sections without one
 * @param from the defaults section it names, if it names one
 */
record ConfigSection(String kind, String name, Optional<String> from, Statement header, List<Statement> statements) {
    /** Every keyword that opens a section in HAProxy 2.4 to 3.5. */
    static final Set<String> KINDS = Set.of(
            "global",
            "defaults",
            "frontend",
            "backend",
            "listen",
            "peers",
            "resolvers",
            "mailers",
            "userlist",
            "program",
            "ring",
            "log-forward",
            "http-errors",
            "cache",
            "fcgi-app",
            "namespace_list",
            "crt-store",
            "log-profile",
            "traces",
            "acme",
            "healthcheck",
            "haterm");

    ConfigSection {
        statements = List.copyOf(statements);
    }
}
