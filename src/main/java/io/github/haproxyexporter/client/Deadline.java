package io.github.haproxyexporter.client;

import java.time.Duration;

/** One point in time that bounds a whole scrape: connecting, sending and every read share it. */
public final class Deadline {

    private volatile Duration budget;
    private volatile long endNanos;

    private Deadline(Duration budget, long endNanos) {
        this.budget = budget;
        this.endNanos = endNanos;
    }

    /** A deadline that lies {@code budget} ahead of now, on the monotonic clock: a stepped wall clock does not move it. */
    public static Deadline in(Duration budget) {
        return new Deadline(budget, System.nanoTime() + budget.toNanos());
    }

    /** A deadline of its own at the same time. */
    public Deadline copy() {
        return new Deadline(budget, endNanos);
    }

    /** Moves it to another one's time when that is later: what several wait for goes on for the most patient. */
    public synchronized void extendTo(Deadline other) {
        if (isBefore(other)) {
            budget = other.budget;
            endNanos = other.endNanos;
        }
    }

    public boolean isBefore(Deadline other) {
        return other.endNanos - endNanos > 0;
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
