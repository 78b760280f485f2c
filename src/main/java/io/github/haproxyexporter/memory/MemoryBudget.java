package io.github.haproxyexporter.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory that all scrapes may take together, in bytes: tables, caches, labels and the chunks that are being sent. Each user of
 * memory has a {@link Share} and takes from it before it allocates. From an eighth on, slow readers are ended and shares without
 * priority wait, so that the process stays small.
 *
 * <p>When the memory is used up, a share waits for others until its deadline. One with priority, which a scrape of everything
 * has, ends others meanwhile: first those without priority, then those whose result has been being sent for more than a second, the
 * oldest first. The owner of an ended share closes it.
 */
public final class MemoryBudget {

    /** Shares grow in steps of this size, so that small allocations need no lock. */
    private static final int STEP = 1 << 16;

    /** A result that is being sent for longer than this has a slow reader. */
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long WAIT_MILLIS = 100;

    private final long total;

    /** The shares that may be ended, the oldest first. */
    private final List<Share> shares = new ArrayList<>();

    private long used;
    private long cached;

    public MemoryBudget(long total) {
        this.total = total;
    }

    /** A budget for what is known to be small. */
    public static MemoryBudget unlimited() {
        return new MemoryBudget(Long.MAX_VALUE);
    }

    /** Half of the heap's maximum; the other half is for garbage, connections and the JVM's own. */
    public static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);
    }

    /** Bytes that are taken now. */
    public synchronized long used() {
        return used;
    }

    /**
     * Opens an empty share of a scrape.
     *
     * @param priority whether it ends others when the memory is used up
     * @param expired when it no longer waits for others
     */
    public Share open(boolean priority, BooleanSupplier expired) {
        Share share = new Share(priority, expired, null);
        synchronized (this) {
            shares.add(share);
        }
        return share;
    }

    /** The memory of a cache, at most an eighth of the whole. A cache never waits: it does without. */
    public final class Cache {
        private long bytes;

        private Cache() {}

        /** Takes bytes; false when there is no room for them. */
        public boolean take(long more) {
            synchronized (MemoryBudget.this) {
                if (bytes + more > total / 8 || used + more > total) {
                    return false;
                }
                change(more);
                return true;
            }
        }

        public void release(long less) {
            synchronized (MemoryBudget.this) {
                change(-less);
                MemoryBudget.this.notifyAll();
            }
        }

        /** Releases all, and returns how much that was. */
        public long clear() {
            synchronized (MemoryBudget.this) {
                long all = bytes;
                release(all);
                return all;
            }
        }

        private void change(long more) {
            bytes += more;
            cached += more;
            used += more;
        }
    }

    public Cache openCache() {
        return new Cache();
    }

    /** Ends the oldest share without priority, else the oldest with a slow reader; of a share without priority only others without. */
    private void endAnother(Share share, boolean onlySlow) {
        long now = System.nanoTime();
        @Nullable Share victim = null;
        for (Share other : shares) {
            boolean slow = other.isSlow(now);
            if (other == share || other == share.origin || other.ended || (onlySlow && !slow)) {
                continue;
            }
            if (!other.priority) {
                victim = other;
                break;
            }
            if (share.priority && slow && victim == null) {
                victim = other;
            }
        }
        if (victim != null) {
            victim.ended = true;
            if (victim.whenEnded != null) {
                victim.whenEnded.run();
            }
        }
    }

    /** The memory budget is used up. */
    public static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final boolean alone;

        private ExhaustedException(boolean alone) {
            super("the memory budget is used up", null, false, false);
            this.alone = alone;
        }

        /** Whether the share would not fit either if nobody else had one. */
        public boolean isAlone() {
            return alone;
        }
    }

    /** The memory of one user; for one thread at a time. */
    public final class Share implements AutoCloseable {
        private final boolean priority;
        private final BooleanSupplier expired;
        private final @Nullable Share origin;
        private long bytes;

        /** Part of {@link #bytes} that is not in use yet. */
        private long spare;

        private boolean ended;

        /** By the nano clock; 0 before. */
        private volatile long sendingSince;

        private @Nullable Runnable whenEnded;

        private Share(boolean priority, BooleanSupplier expired, @Nullable Share origin) {
            this.priority = priority;
            this.expired = expired;
            this.origin = origin;
        }

        /** Opens another share on the same terms, which is not ended by others and does not end this one. */
        public Share another() {
            return new Share(priority, expired, this);
        }

        public MemoryBudget budget() {
            return MemoryBudget.this;
        }

        /** Bytes in use. */
        public long bytes() {
            return bytes - spare;
        }

        /**
         * Takes bytes; a negative number gives them back.
         *
         * @throws ExhaustedException when there is no room for them, or the share was ended
         */
        public void take(long more) {
            if (more > spare) {
                reserve(more - spare + Math.min(STEP, total / 64));
            }
            spare -= more;
        }

        private void reserve(long more) {
            synchronized (MemoryBudget.this) {
                if (bytes + more > total - cached) {
                    throw new ExhaustedException(true);
                }
                if (priority && isCrowded(more)) {
                    endAnother(this, true);
                }
                while (!ended && (used + more > total || (!priority && isCrowded(more)))) {
                    if (expired.getAsBoolean()) {
                        throw new ExhaustedException(false);
                    }
                    endAnother(this, !priority);
                    await();
                }
                if (ended) {
                    throw new ExhaustedException(false);
                }
                used += more;
                bytes += more;
                spare += more;
            }
        }

        /** Whether much is in use that slow readers hold: less would do. */
        private boolean isCrowded(long more) {
            return used + more > total / 8 && used > bytes + cached;
        }

        private void await() {
            try {
                MemoryBudget.this.wait(WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ExhaustedException(false);
            }
        }

        /**
         * Notes that the result is complete. It may have to wait for those of other targets.
         *
         * @param cut ends the sending
         */
        public void sending(Runnable cut) {
            synchronized (MemoryBudget.this) {
                used -= spare;
                bytes -= spare;
                spare = 0;
                whenEnded = cut;
                if (ended) {
                    cut.run();
                }
            }
        }

        /** Notes that a client is being sent the result from now on. */
        public void beginSending() {
            sendingSince = System.nanoTime() | 1;
        }

        private boolean isSlow(long now) {
            return sendingSince != 0 && whenEnded != null && now - sendingSince > SLOW_NANOS;
        }

        @Override
        public void close() {
            synchronized (MemoryBudget.this) {
                used -= bytes;
                bytes = 0;
                spare = 0;
                shares.remove(this);
                MemoryBudget.this.notifyAll();
            }
        }
    }
}
