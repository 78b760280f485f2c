package io.github.haproxyexporter.control;

/** A change that was refused, by us or by HAProxy; the message says why and what to do. */
public final class ControlException extends Exception {
    private static final long serialVersionUID = 1L;

    public ControlException(String message) {
        super(message);
    }
}
