package io.github.haproxyexporter.haproxycfg;

/**
 * Something the reader could not know, and what it assumed instead.
 *
 * @param origin the line in question
 * @param message one sentence
 */
public record Note(Origin origin, String message) {
    @Override
    public String toString() {
        return origin + ": " + message;
    }
}
