package io.github.haproxyexporter.http.access;

import io.github.haproxyexporter.http.config.WebConfig.RateLimit;
import java.util.function.LongSupplier;

/** Lets a request through for every interval, and a burst of them after a rest. */
final class RateLimiter {

    private final long intervalNanos;
    private final long burst;
    private final LongSupplier clock;
    private long last;
    private long tokens;

    /** A full one; the clock gives nanoseconds, as {@link System#nanoTime()}. */
    RateLimiter(RateLimit limit, LongSupplier clock) {
        this.intervalNanos = limit.interval().toNanos();
        this.burst = limit.burst();
        this.clock = clock;
        this.tokens = burst;
        this.last = clock.getAsLong();
    }

    /** Whether a request may pass now. */
    synchronized boolean pass() {
        long elapsed = (clock.getAsLong() - last) / intervalNanos;
        if (elapsed > 0) {
            tokens = Math.min(burst, tokens + Math.min(burst, elapsed));
            last += elapsed * intervalNanos;
        }
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }
}
