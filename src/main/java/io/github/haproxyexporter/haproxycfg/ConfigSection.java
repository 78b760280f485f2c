package io.github.haproxyexporter.haproxycfg;

import java.util.List;
import java.util.Optional;

/**
 * A section as it was written.
 *
 * @param kind the keyword that opened it, e.g. {@code backend}
 * @param name empty for sections without one
 * @param from the defaults section it names, if it names one
 */
record ConfigSection(String kind, String name, Optional<String> from, Statement header, List<Statement> statements) {
    ConfigSection {
        statements = List.copyOf(statements);
    }
}
