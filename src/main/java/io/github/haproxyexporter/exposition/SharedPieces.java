package io.github.haproxyexporter.exposition;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Gives an exposition's coded pieces to all who send it now. A piece is coded once for those who keep up with each other; who
 * lags behind codes for itself. While pieces are sent, a helper codes the next ones. A few pieces are kept, never all.
 */
final class SharedPieces {

    private static final int AHEAD = 3;
    private static final int KEPT = 16;

    private final int pieces;
    private final PieceCoder coder;
    private final Buffers buffers;
    private final Executor helper;
    private final List<Piece> kept = new ArrayList<>();
    private boolean closed;

    SharedPieces(int pieces, PieceCoder coder, Buffers buffers, Executor helper) {
        this.pieces = pieces;
        this.coder = coder;
        this.buffers = buffers;
        this.helper = helper;
    }

    /** A piece in the making or made, for so long as it is in use. */
    static final class Piece {
        private final int number;
        private final PieceBuffer buffer;
        private final FutureTask<Integer> coding;
        private int users = 1;

        private Piece(int number, PieceBuffer buffer, PieceCoder coder) {
            this.number = number;
            this.buffer = buffer;
            this.coding = new FutureTask<>(() -> coder.code(number, buffer));
        }

        /** Its bytes, from the first up to {@link #length}. */
        byte[] bytes() {
            return buffer.bytes();
        }

        /** How many bytes there are to send; waits for whoever codes them. */
        int length() throws IOException {
            try {
                return coding.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a piece of the answer was coded");
            } catch (ExecutionException e) {
                throw new IOException("a piece of the answer could not be coded", e.getCause());
            }
        }
    }

    /**
     * Codes a piece, unless another has or does; to be given back by {@link #release}.
     *
     * @param helped whether the helper is to go on with the next ones
     */
    Piece take(int number, boolean helped) {
        List<Piece> ahead = new ArrayList<>(AHEAD);
        Piece mine;
        synchronized (this) {
            mine = find(number);
            if (mine == null) {
                mine = add(number);
            } else {
                mine.users++;
            }
            int last = helped ? Math.min(pieces - 1, number + AHEAD) : number;
            for (int next = number + 1; next <= last; next++) {
                if (find(next) == null) {
                    ahead.add(add(next));
                }
            }
        }
        for (Piece piece : ahead) {
            helper.execute(() -> {
                piece.coding.run();
                release(piece, true);
            });
        }
        // Does nothing when it was or is being done by another.
        mine.coding.run();
        return mine;
    }

    /**
     * Gives a piece back.
     *
     * @param wanted whether others may want it yet
     */
    synchronized void release(Piece piece, boolean wanted) {
        piece.users--;
        if (piece.users == 0 && (closed || !wanted)) {
            kept.remove(piece);
            buffers.giveBack(piece.buffer);
        } else if (kept.size() > KEPT) {
            dropUnused();
        }
    }

    /** Gives back all buffers, when nobody sends any more; that of a piece which a helper still works on, when it is done. */
    synchronized void close() {
        closed = true;
        for (Piece piece : kept) {
            if (piece.users == 0) {
                buffers.giveBack(piece.buffer);
            }
        }
        kept.clear();
    }

    private @Nullable Piece find(int number) {
        for (Piece piece : kept) {
            if (piece.number == number) {
                return piece;
            }
        }
        return null;
    }

    private Piece add(int number) {
        if (kept.size() >= KEPT) {
            dropUnused();
        }
        Piece piece = new Piece(number, buffers.take(), coder);
        kept.add(piece);
        return piece;
    }

    /** Forgets the piece that all have passed, or the furthest from it, if it is not in use. */
    private void dropUnused() {
        @Nullable Piece oldest = null;
        for (Piece piece : kept) {
            if (piece.users == 0 && (oldest == null || piece.number < oldest.number)) {
                oldest = piece;
            }
        }
        if (oldest != null) {
            kept.remove(oldest);
            buffers.giveBack(oldest.buffer);
        }
    }
}
