package io.github.haproxyexporter.exposition;

import java.util.ArrayDeque;
import java.util.Deque;

/** Buffers for pieces, used again and again: what a large answer passes through would else be garbage of the answer's length. */
final class Buffers {

    static final int MOST_SPARE = 24;

    private final Deque<PieceBuffer> spare = new ArrayDeque<>();

    synchronized PieceBuffer take() {
        PieceBuffer buffer = spare.pollLast();
        return buffer == null ? new PieceBuffer() : buffer;
    }

    synchronized void giveBack(PieceBuffer buffer) {
        if (!buffer.isOversized() && spare.size() < MOST_SPARE) {
            spare.addLast(buffer);
        }
    }
}
