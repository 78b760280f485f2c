package io.github.haproxyexporter.http.config;

import io.github.haproxyexporter.text.Printable;

/** The web configuration cannot be used. The message is one line: which file, key and line, and what was expected, never the value. */
public final class WebConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    public WebConfigException(String message) {
        super(Printable.line(message, Printable.MESSAGE));
    }

    /** Leaves the cause out: its message may quote a secret, and a stack trace would show it. */
    public WebConfigException(String message, @SuppressWarnings("unused") Throwable cause) {
        this(message);
    }
}
