package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Origin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One cause that a rule objects to, however many servers or backends it concerns.
 *
 * @param id the rule's id
 * @param origin the first line in question
 * @param backend absent for the global and defaults sections, and where several backends are concerned
 * @param server absent unless a single server is concerned
 * @param message one sentence: what is so, and what follows
 * @param backends every backend concerned, also where the line stands in a defaults section
 */
public record Finding(
        String id,
        Severity severity,
        Origin origin,
        Optional<String> backend,
        Optional<String> server,
        String message,
        Suggestion suggestion,
        List<String> backends) {

    public Finding {
        backends = List.copyOf(backends);
    }

    /** What to write instead: the edits that end the finding when all of them are made. */
    public record Suggestion(List<Edit> edits) {
        /** Whether the text takes the place of the line or goes below it. */
        public enum Kind {
            REPLACE,
            ADD
        }

        public Suggestion {
            if (edits.isEmpty()) {
                throw new IllegalArgumentException("a suggestion without an edit");
            }
            edits = List.copyOf(edits);
        }

        public Kind kind() {
            return edits.get(0).kind();
        }

        /** The text of all edits: one line, or several. */
        public String line() {
            return edits.stream().map(Edit::text).collect(Collectors.joining("\n"));
        }
    }
}
