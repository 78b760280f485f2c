package io.github.haproxyexporter.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.http.config.WebConfig.RateLimit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private final AtomicLong clock = new AtomicLong(42);
    private final RateLimiter limiter = new RateLimiter(new RateLimit(Duration.ofMillis(100), 3), clock::get);

    @Test
    void pass_burst_thenOneForEachInterval() {
        assertThat(passes(10)).isEqualTo(3);

        clock.addAndGet(Duration.ofMillis(99).toNanos());
        assertThat(passes(10)).isZero();
        clock.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(passes(10)).isEqualTo(1);
        clock.addAndGet(Duration.ofMillis(250).toNanos());
        assertThat(passes(10)).isEqualTo(2);
        clock.addAndGet(Duration.ofMillis(50).toNanos());
        assertThat(passes(10)).as("the half interval from before counts").isEqualTo(1);
    }

    @Test
    void pass_afterALongRest_isOneBurst() {
        passes(3);

        clock.addAndGet(Duration.ofDays(1).toNanos());

        assertThat(passes(10)).isEqualTo(3);
    }

    private long passes(int tries) {
        return IntStream.range(0, tries).filter(i -> limiter.pass()).count();
    }
}
