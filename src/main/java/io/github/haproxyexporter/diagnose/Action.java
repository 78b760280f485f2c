package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.haproxycfg.Origin;
import java.util.Locale;
import java.util.Optional;

/**
 * Something to do.
 *
 * @param why one clause
 * @param text the command or the configuration lines; empty for what only a person can do
 * @param at the line of the configuration to change
 */
public record Action(Kind kind, String why, String text, Optional<Origin> at) {

    /** What to do with the text. */
    public enum Kind {
        /** A shell command that shows more and changes nothing. */
        LOOK,
        /** A shell command that changes something. */
        RUN,
        /** Lines to write in the place of a line of the configuration. */
        REPLACE,
        /** Lines to write below a line of the configuration. */
        ADD,
        /** Nothing that this program could know to be right: what to run, if anything, is an example. */
        PERSON;

        /** The name in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Action replace(String why, Origin at, String lines) {
        return new Action(Kind.REPLACE, why, lines, Optional.of(at));
    }

    static Action add(String why, Origin at, String lines) {
        return new Action(Kind.ADD, why, lines, Optional.of(at));
    }
}
