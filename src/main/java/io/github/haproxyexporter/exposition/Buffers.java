package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.memory.MemoryBudget;
import java.util.ArrayDeque;
import java.util.Deque;

/** Buffers for pieces, used again and again: what a large answer passes through would else be garbage of the answer's length. */
final class Buffers {

    static final int MOST_SPARE = 24;

    private final Deque<PieceBuffer> spare = new ArrayDeque<>();
    private final MemoryBudget.Cache memory;

    Buffers(MemoryBudget.Cache memory) {
        this.memory = memory;
    }

    synchronized PieceBuffer take() {
        PieceBuffer buffer = spare.pollLast();
        if (buffer == null) {
            return new PieceBuffer();
        }
        memory.release(PieceBuffer.SIZE);
        return buffer;
    }

    synchronized void giveBack(PieceBuffer buffer) {
        if (!buffer.isOversized() && spare.size() < MOST_SPARE && memory.take(PieceBuffer.SIZE)) {
            spare.addLast(buffer);
        }
    }
}
