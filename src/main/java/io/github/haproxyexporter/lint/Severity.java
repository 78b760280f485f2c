package io.github.haproxyexporter.lint;

import java.util.Locale;

/** How bad a finding is, the worst first. */
public enum Severity {
    /** Checks or access do not work as written. */
    ERROR,
    /** Clients will notice when a server fails. */
    WARNING,
    /** Worth a thought; never a reason to fail. */
    INFO;

    /** The name in texts and JSON. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
