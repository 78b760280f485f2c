package io.github.haproxyexporter.settings;

import io.github.haproxyexporter.text.Printable;

/** The web configuration cannot be used. The message is one line: which file, key and line, and what was expected, never the value. */
public final class SettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(Printable.line(message, Printable.MESSAGE));
    }

    /** Leaves the cause out: its message may quote a secret, and a stack trace would show it. */
    public SettingsException(String message, @SuppressWarnings("unused") Throwable cause) {
        this(message);
    }
}
