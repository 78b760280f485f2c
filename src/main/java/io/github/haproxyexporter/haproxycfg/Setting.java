package io.github.haproxyexporter.haproxycfg;

import java.util.List;

/**
 * A keyword in force, with the line that put it in force.
 *
 * @param keyword e.g. {@code option redispatch}, {@code timeout check} or, of a server, {@code inter}
 * @param arguments the words after the keyword
 * @param negated true when the line says {@code no …}
 * @param text the whole line as it was written
 */
public record Setting(Origin origin, String keyword, List<String> arguments, boolean negated, String text) {

    public Setting {
        arguments = List.copyOf(arguments);
    }

    /** The first argument, or the empty string. */
    public String value() {
        return arguments.isEmpty() ? "" : arguments.get(0);
    }
}
