package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Origin;
import java.util.Optional;

/**
 * A line that a rule objects to.
 *
 * @param id the rule's id
 * @param origin the line to change, or the one after which to add the suggestion
 * @param backend absent for the global and defaults sections
 * @param server absent when it is not about a single server
 * @param message one sentence: what is so, and why it hurts
 * @param suggestion the corrected line, or the line to add
 */
public record Finding(
        String id,
        Severity severity,
        Origin origin,
        Optional<String> backend,
        Optional<String> server,
        String message,
        Suggestion suggestion) {

    /** What to write instead. */
    public record Suggestion(Kind kind, String line) {
        /** Whether the suggestion takes the place of the line or goes below it. */
        public enum Kind {
            REPLACE,
            ADD
        }

        static Suggestion replace(String line) {
            return new Suggestion(Kind.REPLACE, line);
        }

        static Suggestion add(String line) {
            return new Suggestion(Kind.ADD, line);
        }
    }
}
