package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Note;
import java.util.List;

/**
 * What the linter has to say.
 *
 * @param findings in the order of the files' lines
 * @param notes what the reader could not know
 * @param ignored how many findings a comment silenced
 */
public record LintReport(List<Finding> findings, List<Note> notes, int ignored) {

    public LintReport {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** True when there is nothing of warning or worse. */
    public boolean clean() {
        return findings.stream().allMatch(finding -> finding.severity() == Severity.INFO);
    }
}
