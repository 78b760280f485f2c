package io.github.haproxyexporter.exposition;

import java.nio.charset.StandardCharsets;

/** Texts as bytes. */
final class Bytes {

    private Bytes() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Copies a text to a position and returns the one behind it. */
    static int write(byte[] text, byte[] out, int at) {
        System.arraycopy(text, 0, out, at, text.length);
        return at + text.length;
    }
}
