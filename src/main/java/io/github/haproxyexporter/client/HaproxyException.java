package io.github.haproxyexporter.client;

import io.github.haproxyexporter.text.Printable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A HAProxy that could not be read completely. The message says what was tried, what came back and what to do: one safe line. */
public final class HaproxyException extends IOException {

    private static final long serialVersionUID = 1;

    private final ErrorKind kind;

    public HaproxyException(ErrorKind kind, String message) {
        this(kind, message, null);
    }

    public HaproxyException(ErrorKind kind, String message, @Nullable Throwable cause) {
        super(Printable.line(message, Printable.MESSAGE), cause);
        this.kind = kind;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** The message, never null. */
    public String text() {
        String message = getMessage();
        return message == null ? kind.label() : message;
    }
}
