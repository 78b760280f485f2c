package io.github.haproxyexporter.exposition;

import java.nio.charset.StandardCharsets;

/** Texts as bytes. */
final class Bytes {

    private Bytes() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Copies a piece to a position and gives the one behind it. */
    static int write(byte[] piece, byte[] out, int at) {
        System.arraycopy(piece, 0, out, at, piece.length);
        return at + piece.length;
    }
}
