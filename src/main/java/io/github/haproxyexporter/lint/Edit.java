package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Origin;

/**
 * A change to one place of a configuration file.
 *
 * @param origin the line that is replaced, or below which lines are added
 * @param text one line, or several
 */
public record Edit(Finding.Suggestion.Kind kind, Origin origin, String text) {

    static Edit replace(Origin origin, String text) {
        return new Edit(Finding.Suggestion.Kind.REPLACE, origin, text);
    }

    static Edit add(Origin origin, String text) {
        return new Edit(Finding.Suggestion.Kind.ADD, origin, text);
    }
}
