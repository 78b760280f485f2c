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

    private final IdleCollection idle = new IdleCollection(() -> used, () -> now, () -> {
        used = Math.min(used, left);
        now += PAUSE;
        collections++;
    });

    @Test
    void collect_little_leavesIt() {
        used = IdleCollection.MIN_GARBAGE - 1;
        idle.collect();

        assertThat(collections).isZero();
    }

    @Test
    void collect_enough_collects() {
        used = IdleCollection.MIN_GARBAGE;
        idle.collect();

        assertThat(collections).isEqualTo(1);
    }

    @Test
    void collect_again_waitsForAPartOfTheLiveSet() {
        left = 2 * KEPT;
        used = 50 * MIB;
        idle.collect();
        now += PAUSE * IdleCollection.REST;

        used = left + left / 2 - 1;
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
    void collect_uponAScrapeUnderWay_learnsTheLiveSetLater() {
        left = 100 * MIB;
        used = 150 * MIB;
        idle.collect();
        now += PAUSE * IdleCollection.REST;

        used = KEPT;
        idle.collect();
        used = KEPT + IdleCollection.MIN_GARBAGE;
        idle.collect();

        assertThat(collections).isEqualTo(2);
    }
}
