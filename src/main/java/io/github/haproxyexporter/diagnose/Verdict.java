package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.stats.Cause;
import java.util.List;

/**
 * A cause and what speaks for it.
 *
 * @param summary one sentence
 * @param evidence one clause each
 */
public record Verdict(Cause cause, String summary, List<String> evidence) {
    public Verdict {
        evidence = List.copyOf(evidence);
    }
}
