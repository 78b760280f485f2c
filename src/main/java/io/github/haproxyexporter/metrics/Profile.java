package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.ObjectKind;
import java.util.List;

/** A naming of families and labels. */
public enum Profile {
    /** The names of prometheus/haproxy_exporter, then those of HAProxy's own exporter for what it lacks. */
    EXPORTER,
    /** The names of HAProxy's own exporter. */
    PROMEX;

    /** The name of a label that the exporter profile calls so. */
    String label(String name) {
        return this == PROMEX && (name.equals("backend") || name.equals("frontend")) ? "proxy" : name;
    }

    /** The labels that name an object: first its proxy's, then its own. */
    List<String> labels(ObjectKind kind) {
        boolean promex = this == PROMEX;
        return switch (kind) {
            case FRONTEND -> List.of(promex ? "proxy" : "frontend");
            case BACKEND -> List.of(promex ? "proxy" : "backend");
            case LISTENER -> List.of(promex ? "proxy" : "frontend", "listener");
            case SERVER -> List.of(promex ? "proxy" : "backend", "server");
        };
    }
}
