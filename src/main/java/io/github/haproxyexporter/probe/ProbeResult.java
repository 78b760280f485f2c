package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.stats.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What came of a repeated check.
 *
 * @param target where it connected, e.g. {@code 10.0.0.1:8080}
 * @param whole whether all that HAProxy's check does was repeated, and not the connection alone
 * @param failure the cause that it points to; empty when the check passes from here
 * @param summary one clause
 * @param status the HTTP status, when there was one
 * @param location where a redirect leads
 * @param firstLine the first line of the answer's body, or of an answer that is no HTTP
 * @param lateMillis when the answer came that was too late
 * @param notes what was not repeated as HAProxy does it
 */
public record ProbeResult(
        String target,
        List<Step> steps,
        boolean whole,
        Optional<Cause> failure,
        String summary,
        OptionalInt status,
        Optional<String> location,
        Optional<String> firstLine,
        Optional<Certificate> certificate,
        OptionalLong lateMillis,
        List<String> notes) {

    public ProbeResult {
        steps = List.copyOf(steps);
        notes = List.copyOf(notes);
    }

    /** A step with its time; the last one of a failed check is the one that failed. */
    public record Step(String name, boolean passed, long millis, String text) {}

    /** The certificate that the server showed, with the host names that it is for. */
    public record Certificate(String subject, String issuer, Instant notBefore, Instant notAfter, List<String> names) {
        public Certificate {
            names = List.copyOf(names);
        }
    }

    public boolean passed() {
        return failure.isEmpty();
    }
}
