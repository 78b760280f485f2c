package io.github.haproxyexporter.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A budget of 8,000 bytes: its shares grow by 125 bytes more than they need. */
class MemoryBudgetTest {

    private final MemoryBudget budget = new MemoryBudget(8000);
    private final AtomicBoolean expired = new AtomicBoolean();

    @Test
    void take_and_close_giveBackWhatWasTaken() {
        MemoryBudget.Share share = budget.open(false, expired::get);
        share.take(3000);
        share.take(-1000);
        share.take(10);
        assertThat(share.bytes()).isEqualTo(2010);
        assertThat(budget.used()).isBetween(2010L, 3125L);

        share.close();
        share.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void take_moreThanAll_isRefusedAtOnce() {
        MemoryBudget.Share share = budget.open(true, expired::get);

        assertThatThrownBy(() -> share.take(8000))
                .isInstanceOfSatisfying(
                        MemoryBudget.ExhaustedException.class,
                        e -> assertThat(e.isAlone()).isTrue());
        assertThat(budget.used()).isZero();
    }

    @Test
    void take_moreThanOthersLeave_waitsUntilItsTimeIsOver() {
        budget.open(true, expired::get).take(7000);
        MemoryBudget.Share late = budget.open(false, expired::get);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> late.take(2000));
        Awaitility.await().during(300, TimeUnit.MILLISECONDS).until(() -> !waiting.isDone());
        expired.set(true);

        assertThatThrownBy(waiting::join)
                .hasCauseInstanceOf(MemoryBudget.ExhaustedException.class)
                .cause()
                .satisfies(e -> assertThat(((MemoryBudget.ExhaustedException) e).isAlone())
                        .isFalse());
    }

    @Test
    void take_whileOthersGiveBack_goesOn() {
        MemoryBudget.Share other = budget.open(true, expired::get);
        other.take(7000);
        MemoryBudget.Share share = budget.open(false, expired::get);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> share.take(2000));
        other.close();

        waiting.join();
        assertThat(share.bytes()).isEqualTo(2000);
    }

    @Test
    void take_withPriority_endsThoseWithout() {
        MemoryBudget.Share reading = budget.open(false, expired::get);
        reading.take(300);
        MemoryBudget.Share sending = budget.open(false, expired::get);
        sending.take(300);
        CountDownLatch cut = new CountDownLatch(1);
        sending.sending(() -> {
            cut.countDown();
            sending.close();
        });
        MemoryBudget.Share first = budget.open(true, expired::get);
        first.take(7200);

        assertThat(cut.getCount())
                .as("the oldest first, and no more than needed")
                .isZero();
        assertThatThrownBy(() -> reading.take(500))
                .isInstanceOfSatisfying(
                        MemoryBudget.ExhaustedException.class,
                        e -> assertThat(e.isAlone()).isFalse());
    }

    @Test
    void take_withPriority_endsWhatIsSentForLongerThanASecond() {
        MemoryBudget.Share slow = budget.open(true, expired::get);
        slow.take(7000);
        slow.sending(slow::close);
        slow.beginSending();
        MemoryBudget.Share quick = budget.open(true, expired::get);

        quick.take(3000);
        assertThat(slow.bytes()).isZero();
    }

    @Test
    void sending_afterItWasEnded_isCutAtOnce() {
        MemoryBudget.Share ended = budget.open(false, expired::get);
        ended.take(7000);
        MemoryBudget.Share first = budget.open(true, expired::get);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> first.take(3000));
        Awaitility.await().during(300, TimeUnit.MILLISECONDS).until(() -> !waiting.isDone());
        ended.sending(ended::close);

        waiting.join();
        assertThat(budget.used()).isBetween(3000L, 3125L);
    }

    @Test
    void cache_takesAnEighthAtMost_andLeavesTheRestToShares() {
        MemoryBudget.Cache cache = budget.openCache();
        assertThat(cache.take(900)).isTrue();
        assertThat(cache.take(101)).isFalse();
        MemoryBudget.Share share = budget.open(true, expired::get);
        assertThatThrownBy(() -> share.take(7200)).isInstanceOf(MemoryBudget.ExhaustedException.class);
        share.take(6900);

        assertThat(budget.openCache().take(300)).isFalse();
        cache.release(400);
        assertThat(cache.take(501)).isFalse();
        cache.clear();
        assertThat(budget.openCache().take(300)).isTrue();
    }
}
