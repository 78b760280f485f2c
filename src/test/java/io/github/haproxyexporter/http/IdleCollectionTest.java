package io.github.haproxyexporter.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleCollectionTest {

    private static final long MIB = 1 << 20;
    private static final long KEPT = 10 * MIB;
    private static final long PAUSE = 7_000_000;

    private long used;
    private long now = Long.MAX_VALUE - 1;
    private int collections;

    private long left = KEPT;
    private long heap = 8 * MIB;

    private final IdleCollection idle = new IdleCollection(() -> used, () -> heap, () -> now, () -> {
        used = Math.min(used, left);
        now += PAUSE;
        collections++;
    });

    @Test
    void collect_little_leavesIt() {
        used = IdleCollection.LEAST - 1;
        idle.collect();

        assertThat(collections).isZero();
    }

    @Test
    void collect_enough_collects() {
        used = IdleCollection.LEAST;
        idle.collect();

        assertThat(collections).isEqualTo(1);
    }

    @Test
    void collect_again_waitsForAPartOfWhatIsKept() {
        used = 50 * MIB;
        idle.collect();
        now += PAUSE * IdleCollection.REST;

        used = KEPT + KEPT / IdleCollection.PART_OF_KEPT - 1;
        idle.collect();
        assertThat(collections).isEqualTo(1);

        used++;
        idle.collect();
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void collect_again_restsNineTimesAsLongAsItTook() {
        used = 50 * MIB;
        idle.collect();

        used = 50 * MIB;
        now += PAUSE * IdleCollection.REST - 1;
        idle.collect();
        assertThat(collections).isEqualTo(1);

        now++;
        idle.collect();
        assertThat(collections).isEqualTo(2);
    }

    @Test
    void collect_uponAScrapeUnderWay_learnsWhatIsKeptLater() {
        left = 100 * MIB;
        used = 150 * MIB;
        idle.collect();
        now += PAUSE * IdleCollection.REST;

        used = KEPT;
        idle.collect();
        used = KEPT + KEPT / IdleCollection.PART_OF_KEPT;
        idle.collect();

        assertThat(collections).isEqualTo(2);
    }

    @Test
    void collect_largeHeap_waitsForAPartOfIt() {
        heap = 1024 * MIB;
        used = heap / IdleCollection.PART_OF_HEAP - 1;
        idle.collect();
        assertThat(collections).isZero();

        used++;
        idle.collect();
        assertThat(collections).isEqualTo(1);
    }
}
