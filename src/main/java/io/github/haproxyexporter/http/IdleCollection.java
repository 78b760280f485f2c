package io.github.haproxyexporter.http;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Collects garbage between answers instead of during the next one. A scrape comes every few seconds and leaves most of its memory
 * behind: collected soon, the heap stays near what is kept, and the next scrape finds room. Takes a tenth of the time at most,
 * however many requests come.
 */
final class IdleCollection {

    /** Bytes that are worth a collection, and the same as parts of what is kept and of the heap as it is. */
    static final long LEAST = 3L << 20;

    static final int PART_OF_KEPT = 2;
    static final int PART_OF_HEAP = 8;

    /** How many times as long as a collection took there is none after it. */
    static final int REST = 9;

    private final LongSupplier used;
    private final LongSupplier heap;
    private final LongSupplier nanos;
    private final Runnable collector;
    private final ReentrantLock lock = new ReentrantLock();
    private long kept;
    private long next;

    IdleCollection() {
        this(IdleCollection::heapUsed, Runtime.getRuntime()::totalMemory, System::nanoTime, System::gc);
    }

    /**
     * One that is not about this JVM.
     *
     * @param used bytes of the heap in use
     * @param heap bytes that the heap has, used or not
     * @param nanos a clock
     * @param collector runs a collection and returns after it
     */
    IdleCollection(LongSupplier used, LongSupplier heap, LongSupplier nanos, Runnable collector) {
        this.used = used;
        this.heap = heap;
        this.nanos = nanos;
        this.collector = collector;
        this.next = nanos.getAsLong();
    }

    /** Collects, if enough has gathered since the last time and that is long enough ago. For when no request is being answered. */
    void collect() {
        // Whoever comes meanwhile has nothing to add.
        if (!lock.tryLock()) {
            return;
        }
        try {
            // The last collection may have come upon a scrape under way, and the JVM's own look at the heap, too.
            long now = used.getAsLong();
            kept = Math.min(kept, now);
            long start = nanos.getAsLong();
            if (start - next < 0 || now - kept < worthWhile()) {
                return;
            }
            collector.run();
            kept = used.getAsLong();
            long end = nanos.getAsLong();
            next = end + REST * (end - start);
        } finally {
            lock.unlock();
        }
    }

    private long worthWhile() {
        return Math.max(LEAST, Math.max(kept / PART_OF_KEPT, heap.getAsLong() / PART_OF_HEAP));
    }

    private static long heapUsed() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
