package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.stats.Cause;

/** A step of the check that failed, with what that points to. */
final class ProbeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Cause cause;

    ProbeFailure(Cause cause, String message) {
        super(message);
        this.cause = cause;
    }

    Cause reason() {
        return cause;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
