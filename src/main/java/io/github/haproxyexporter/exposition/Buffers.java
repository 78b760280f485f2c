package io.github.haproxyexporter.exposition;

import java.util.ArrayDeque;
import java.util.Deque;

/** Buffers for pieces, used again and again: what a large answer passes through would else be garbage of the answer's length. */
final class Buffers {

    /** A little more than a piece, as compression may make one longer. */
    static final int SIZE = Exposition.PIECE + 1024;

    private static final int MOST_SPARE = 24;

    private final Deque<byte[]> spare = new ArrayDeque<>();

    synchronized byte[] take() {
        byte[] buffer = spare.pollLast();
        return buffer == null ? new byte[SIZE] : buffer;
    }

    synchronized void giveBack(byte[] buffer) {
        if (buffer.length == SIZE && spare.size() < MOST_SPARE) {
            spare.addLast(buffer);
        }
    }
}
