package io.github.haproxyexporter.http;

import java.util.function.LongSupplier;

/**
 * Collects garbage between scrapes: serial collectors newer than Java 17's let the old generation grow up to {@code -Xmx} before
 * they collect it (docs/performance.md has what that costs).
 */
final class IdleCollection {

    /**
     * Minimum garbage that triggers a collection, in bytes. More than the young generation ({@code -Xmn4m}), which the JVM keeps
     * small: so only what scrapes leave behind counts, and no health probe ever does.
     */
    static final long MIN_GARBAGE = 6L << 20;

    /** Minimum time between two collections as a multiple of what the last one took. */
    static final int REST = 9;

    private final LongSupplier used;
    private final LongSupplier nanos;
    private final Runnable collector;
    private long live;
    private long next;

    /**
     * Collects by the given means.
     *
     * @param used bytes of the heap in use
     * @param nanos a clock
     * @param collector runs a collection and returns after it
     */
    IdleCollection(LongSupplier used, LongSupplier nanos, Runnable collector) {
        this.used = used;
        this.nanos = nanos;
        this.collector = collector;
        this.next = nanos.getAsLong();
    }

    static IdleCollection ofHeap() {
        Runtime runtime = Runtime.getRuntime();
        return new IdleCollection(() -> runtime.totalMemory() - runtime.freeMemory(), System::nanoTime, System::gc);
    }

    /** Collects if there is enough garbage, also in proportion to the live set, and the last collection is long enough ago. */
    void collect() {
        // The JVM collects, too.
        live = Math.min(live, used.getAsLong());
        long start = nanos.getAsLong();
        if (start - next >= 0 && used.getAsLong() - live >= Math.max(MIN_GARBAGE, live / 2)) {
            collector.run();
            live = used.getAsLong();
            long end = nanos.getAsLong();
            next = end + REST * (end - start);
        }
    }
}
