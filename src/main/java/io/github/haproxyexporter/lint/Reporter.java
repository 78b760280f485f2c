package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.StatsSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes the findings of one rule; one line that many servers share is reported once. */
public final class Reporter {
    private final Rule rule;
    private final List<Finding> findings;
    private final Set<Object> seen = new HashSet<>();

    Reporter(Rule rule, List<Finding> findings) {
        this.rule = rule;
        this.findings = findings;
    }

    /** About a server's line, or the {@code default-server} line that its setting comes from. */
    void report(Place place, String message, Finding.Suggestion suggestion) {
        add(new Finding(
                rule.id(), rule.severity(), place.origin(), place.backend(), place.server(), message, suggestion));
    }

    /** About a whole backend. */
    void report(Proxy backend, String message, Finding.Suggestion suggestion) {
        report(backend, rule.severity(), message, suggestion);
    }

    /** About a whole backend, less grave than the rule's usual findings. */
    void report(Proxy backend, Severity severity, String message, Finding.Suggestion suggestion) {
        add(new Finding(
                rule.id(),
                severity,
                backend.origin(),
                Optional.of(backend.name()),
                Optional.empty(),
                message,
                suggestion));
    }

    /** About a stats socket. */
    void report(StatsSocket socket, Severity severity, String message, Finding.Suggestion suggestion) {
        add(new Finding(rule.id(), severity, socket.origin(), Optional.empty(), Optional.empty(), message, suggestion));
    }

    private void add(Finding finding) {
        if (seen.add(List.of(finding.origin(), finding.backend(), finding.server()))) {
            findings.add(finding);
        }
    }
}
