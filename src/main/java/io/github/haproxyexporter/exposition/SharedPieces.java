package io.github.haproxyexporter.exposition;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives an exposition's coded pieces to all who send it now. A piece is coded once for those who keep up with each other, and who
 * is ahead waits a little for the others; who lags behind all the same codes for itself. While pieces are sent, a helper codes the
 * next ones. A few pieces are kept, never all.
 */
final class SharedPieces {

    static final int AHEAD = 6;
    static final int KEPT = 16;

    /** How many pieces one may be ahead of another without waiting. */
    static final int LEAD = KEPT - 4;

    /** Who is further behind than this does not keep up, and is not waited for. */
    static final int LOST = 2 * KEPT;

    /** How long one waits for others in all. */
    static final Duration PATIENCE = Duration.ofMillis(50);

    private final int pieces;
    private final PieceCoder coder;
    private final Buffers buffers;
    private final Executor helper;
    private final long patience;
    private final List<Piece> kept = new ArrayList<>();
    private final List<Sender> senders = new ArrayList<>();
    private int waiting;
    private boolean closed;

    /**
     * Pieces that nobody has coded yet.
     *
     * @param pieces how many there are
     * @param helper codes what will be wanted next
     * @param patience how long one waits in all for those who are behind
     */
    SharedPieces(int pieces, PieceCoder coder, Buffers buffers, Executor helper, Duration patience) {
        this.pieces = pieces;
        this.coder = coder;
        this.buffers = buffers;
        this.helper = helper;
        this.patience = patience.toNanos();
    }

    /** One who sends the pieces, from the first to the last. */
    static final class Sender {
        private int position;
        private long patience;

        private Sender(long patience) {
            this.patience = patience;
        }
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

    /** Begins to send; to be ended by {@link #leave}. */
    synchronized Sender join() {
        Sender sender = new Sender(patience);
        senders.add(sender);
        return sender;
    }

    synchronized void leave(Sender sender) {
        senders.remove(sender);
        notifyAll();
    }

    /**
     * Codes a piece, unless another has or does; to be given back by {@link #release}.
     *
     * @param helped whether the helper is to go on with the next ones
     * @throws InterruptedIOException when the thread is interrupted while it waits for others
     */
    Piece take(Sender sender, int number, boolean helped) throws InterruptedIOException {
        List<Piece> ahead = new ArrayList<>(AHEAD);
        Piece mine;
        synchronized (this) {
            proceed(sender, number);
            mine = find(number);
            if (mine == null) {
                mine = add(number);
            } else {
                mine.users++;
            }
            // Not one at a time: to wake the helper costs more than to code a piece.
            if (helped && number + AHEAD / 2 < pieces && find(number + AHEAD / 2) == null) {
                int last = Math.min(pieces - 1, number + AHEAD);
                for (int next = number + 1; next <= last; next++) {
                    if (find(next) == null) {
                        ahead.add(add(next));
                    }
                }
            }
        }
        if (!ahead.isEmpty()) {
            helper.execute(() -> ahead.forEach(this::code));
        }
        // Does nothing when it was or is being done by another.
        mine.coding.run();
        return mine;
    }

    /** Notes how far the sender is; when that is far, waits for the others. */
    private synchronized void proceed(Sender sender, int number) throws InterruptedIOException {
        sender.position = number;
        if (waiting > 0 && number % AHEAD == 0) {
            notifyAll();
        }
        while (sender.patience > 0 && find(number) == null && isAhead(sender)) {
            long start = System.nanoTime();
            waiting++;
            try {
                TimeUnit.NANOSECONDS.timedWait(this, sender.patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while others were waited for");
            } finally {
                waiting--;
            }
            sender.patience -= System.nanoTime() - start;
        }
    }

    private boolean isAhead(Sender sender) {
        for (Sender other : senders) {
            int lead = sender.position - other.position;
            if (lead > LEAD && lead <= LOST) {
                return true;
            }
        }
        return false;
    }

    private void code(Piece piece) {
        piece.coding.run();
        release(piece, true);
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
        if (waiting > 0) {
            // Another may have waited to code this very one.
            notifyAll();
        }
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
