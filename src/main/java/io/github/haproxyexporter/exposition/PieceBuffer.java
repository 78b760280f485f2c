package io.github.haproxyexporter.exposition;

import java.util.Arrays;

/** What a piece is made in: room for its bytes, and for figures on their way to digits. For one thread at a time. */
final class PieceBuffer {

    /** A little more than a piece, as compression may make one longer. */
    static final int SIZE = Exposition.PIECE + 1024;

    /** Enough to make the loop over them worth while, few enough to stay near. */
    static final int FIGURES = 256;

    private final long[] figures = new long[FIGURES];
    private byte[] bytes;

    /** Room for any piece. */
    PieceBuffer() {
        this(SIZE);
    }

    /** Room for so many bytes to begin with. */
    PieceBuffer(int size) {
        this.bytes = new byte[size];
    }

    byte[] bytes() {
        return bytes;
    }

    long[] figures() {
        return figures;
    }

    /** Makes room for so many bytes, and keeps those that are there. */
    void ensure(int length) {
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
        }
    }

    /** Whether it had to grow, for a line longer than all others. */
    boolean isOversized() {
        return bytes.length > SIZE;
    }
}
