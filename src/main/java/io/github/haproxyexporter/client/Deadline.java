package io.github.haproxyexporter.client;

import java.time.Duration;

/** One point in time that bounds a whole scrape: connecting, sending and every read share it. */
public final class Deadline {

    private final Duration budget;
    private final long endNanos;

    private Deadline(Duration budget, long endNanos) {
        this.budget = budget;
        this.endNanos = endNanos;
    }

    /** A deadline that lies {@code budget} ahead of now, on the monotonic clock: a stepped wall clock does not move it. */
    public static Deadline in(Duration budget) {
        return new Deadline(budget, System.nanoTime() + budget.toNanos());
    }

    public Duration budget() {
        return budget;
    }

    /** Whether less than half of the time is left. */
    public boolean isMostlySpent() {
        return endNanos - System.nanoTime() < budget.toNanos() / 2;
    }

    public boolean passed() {
        return endNanos - System.nanoTime() <= 0;
    }

    /**
     * What is left, in whole milliseconds, at least 1: a socket time-out of 0 would mean "for ever".
     *
     * @throws HaproxyException of kind {@code TIMEOUT} when nothing is left
     */
    public int remainingMillis(String doing) throws HaproxyException {
        long left = endNanos - System.nanoTime();
        if (left <= 0) {
            throw timeout(doing);
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, (left + 999_999) / 1_000_000));
    }

    /** The error for running out of time while {@code doing} something. */
    public HaproxyException timeout(String doing) {
        return new HaproxyException(
                ErrorKind.TIMEOUT,
                doing + ": no complete answer within " + budget.toMillis()
                        + " ms; is HAProxy overloaded or stopped? Raise --haproxy.timeout if it only needs longer");
    }
}
