package io.github.haproxyexporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.exposition.SharedPieces.Piece;
import io.github.haproxyexporter.exposition.SharedPieces.Sender;
import io.github.haproxyexporter.memory.MemoryBudget;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SharedPiecesTest {

    private static final int PIECES = 100;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<Integer> coded = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Runnable> helper = new ArrayDeque<>();
    private SharedPieces pieces = waiting(LONG);

    @Test
    void take_byTwo_codesOnce() throws IOException {
        Sender one = pieces.join();
        Sender other = pieces.join();

        Piece first = pieces.take(one, 0, false);
        Piece again = pieces.take(other, 0, false);

        assertThat(again).isSameAs(first);
        assertThat(first.length()).isEqualTo(1);
        assertThat(first.bytes()[0]).isZero();
        assertThat(coded).containsExactly(0);
        pieces.release(first, true);
        pieces.release(again, true);
        assertThat(pieces.take(other, 0, false)).isSameAs(first);
    }

    @Test
    void take_byOneAlone_usesItsBufferAgain() throws IOException {
        Sender alone = pieces.join();
        Set<byte[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int number = 0; number < PIECES; number++) {
            Piece piece = pieces.take(alone, number, false);
            buffers.add(piece.bytes());
            pieces.release(piece, false);
        }

        assertThat(buffers).hasSize(1);
        assertThat(coded).hasSize(PIECES);
    }

    @Test
    void take_byMany_keepsAFewOnly() throws IOException {
        Sender one = pieces.join();
        Set<byte[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int number = 0; number < PIECES; number++) {
            Piece piece = pieces.take(one, number, false);
            buffers.add(piece.bytes());
            pieces.release(piece, true);
        }

        assertThat(buffers).hasSize(SharedPieces.KEPT);
        assertThat(pieces.take(one, PIECES - SharedPieces.KEPT, false).length()).isEqualTo(1);
        assertThat(coded).hasSize(PIECES);
        pieces.take(one, 0, false);
        assertThat(coded).hasSize(PIECES + 1);
    }

    @Test
    void take_helped_codesAheadInFewTurns() throws IOException {
        Sender alone = pieces.join();
        Set<byte[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
        int turns = 0;
        for (int number = 0; number < PIECES; number++) {
            Piece piece = pieces.take(alone, number, true);
            buffers.add(piece.bytes());
            for (Runnable turn = helper.poll(); turn != null; turn = helper.poll()) {
                turn.run();
                turns++;
                assertThat(coded).hasSize(Math.min(PIECES, number + 1 + SharedPieces.AHEAD));
            }
            assertThat(piece.bytes()[0]).isEqualTo((byte) number);
            pieces.release(piece, false);
        }

        assertThat(coded).hasSize(PIECES);
        assertThat(new HashSet<>(coded)).hasSize(PIECES);
        assertThat(buffers).hasSizeLessThanOrEqualTo(SharedPieces.AHEAD + 1);
        assertThat(turns).isBetween(PIECES / SharedPieces.AHEAD, PIECES / (SharedPieces.AHEAD / 2));
    }

    @Test
    void take_farAhead_waitsForTheOther() throws Exception {
        Sender behind = pieces.join();
        Sender ahead = pieces.join();
        CompletableFuture<Piece> taken = takenBy(ahead, SharedPieces.LEAD + 1);
        assertThat(coded).isEmpty();

        pieces.take(behind, SharedPieces.AHEAD, false);

        assertThat(taken.get(30, TimeUnit.SECONDS).length()).isEqualTo(1);
    }

    @Test
    void take_farAhead_goesOnWhenTheOtherLeaves() throws Exception {
        Sender behind = pieces.join();
        Sender ahead = pieces.join();
        CompletableFuture<Piece> taken = takenBy(ahead, SharedPieces.LOST);

        pieces.leave(behind);

        assertThat(taken.get(30, TimeUnit.SECONDS).length()).isEqualTo(1);
    }

    @Test
    void take_farAhead_goesOnWhenItsPatienceIsSpent() throws IOException {
        Duration patience = Duration.ofMillis(500);
        pieces = waiting(patience);
        pieces.join();
        Sender ahead = pieces.join();
        long start = System.nanoTime();

        pieces.take(ahead, SharedPieces.LEAD + 1, false);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(patience.toNanos());

        for (int number = SharedPieces.LEAD + 2; number <= SharedPieces.LOST; number++) {
            pieces.release(pieces.take(ahead, number, false), true);
        }
        assertThat(coded).hasSize(SharedPieces.LOST - SharedPieces.LEAD);
        assertThat(System.nanoTime() - start)
                .as("patience is in all, not for each piece")
                .isLessThan(patience.multipliedBy(SharedPieces.LOST - SharedPieces.LEAD)
                        .toNanos());
    }

    @Test
    void take_notFarAheadOrFarTooFar_doesNotWait() throws IOException {
        pieces.join();
        Sender ahead = pieces.join();

        pieces.take(ahead, SharedPieces.LEAD, false);
        pieces.take(ahead, SharedPieces.LOST + 1, false);

        assertThat(coded).containsExactly(SharedPieces.LEAD, SharedPieces.LOST + 1);
    }

    @Test
    void take_farAheadOfACodedPiece_doesNotWait() throws IOException {
        Sender alone = pieces.join();
        Piece piece = pieces.take(alone, SharedPieces.LEAD + 1, false);
        pieces.join();

        assertThat(pieces.take(alone, SharedPieces.LEAD + 1, false)).isSameAs(piece);
    }

    @Test
    void take_interruptedWhileItWaits_saysSo() {
        pieces.join();
        Sender ahead = pieces.join();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> pieces.take(ahead, SharedPieces.LEAD + 1, false))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessageContaining("waited for");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void length_codingFailed_saysSo() throws IOException {
        pieces = new SharedPieces(
                1,
                (piece, buffer) -> {
                    throw new IllegalStateException("no such piece");
                },
                new Buffers(MemoryBudget.unlimited().openCache()),
                helper::add,
                LONG);

        Piece piece = pieces.take(pieces.join(), 0, false);

        assertThatThrownBy(piece::length)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not be coded")
                .hasRootCauseMessage("no such piece");
    }

    @Test
    void close_givesBackBuffers_thoseInUseLater() throws IOException {
        Buffers buffers = new Buffers(MemoryBudget.unlimited().openCache());
        pieces = new SharedPieces(PIECES, this::code, buffers, helper::add, LONG);
        Sender sender = pieces.join();
        Piece sent = pieces.take(sender, 0, false);
        Piece used = pieces.take(sender, 1, false);
        pieces.release(sent, true);

        pieces.close();
        assertThat(buffers.take().bytes()).isSameAs(sent.bytes());
        assertThat(buffers.take().bytes()).isNotSameAs(used.bytes());

        pieces.release(used, true);
        assertThat(buffers.take().bytes()).isSameAs(used.bytes());
    }

    private SharedPieces waiting(Duration patience) {
        return new SharedPieces(
                PIECES, this::code, new Buffers(MemoryBudget.unlimited().openCache()), helper::add, patience);
    }

    private int code(int piece, PieceBuffer buffer) {
        coded.add(piece);
        buffer.bytes()[0] = (byte) piece;
        return 1;
    }

    /** What a thread of its own takes, once that waits. */
    private CompletableFuture<Piece> takenBy(Sender sender, int number) {
        CompletableFuture<Piece> taken = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                taken.complete(pieces.take(sender, number, false));
            } catch (IOException e) {
                taken.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return taken;
    }
}
