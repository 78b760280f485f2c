package io.github.haproxyexporter.testing;

/** What the strict parser throws: which line, and what is wrong with it. */
public final class MalformedExposition extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedExposition(String reason) {
        super(reason);
    }

    MalformedExposition(int lineNumber, String line, String reason) {
        super("line " + lineNumber + ": " + reason + ": "
                + (line.length() > 300 ? line.substring(0, 300) + "…" : line));
    }
}
