package io.github.haproxyexporter.lint;

import java.util.Locale;

/** How bad a finding is, the worst first. */
public enum Severity {
    /** HAProxy refuses it, or it is an outage for certain. */
    ERROR,
    /** An outage is likely at the first failure. */
    WARNING,
    /** Worth a thought; never changes the exit code. */
    INFO;

    /** The name in texts and JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
