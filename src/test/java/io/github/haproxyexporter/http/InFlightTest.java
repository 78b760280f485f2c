package io.github.haproxyexporter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InFlightTest {

    private final AtomicInteger idle = new AtomicInteger();
    private final InFlight inFlight = new InFlight(idle::incrementAndGet);

    @Test
    void leave_asTheLast_runsWhatWaitsForNone() {
        inFlight.enter();
        inFlight.enter();
        inFlight.leave();
        assertThat(idle).hasValue(0);

        inFlight.leave();
        assertThat(idle).hasValue(1);
    }

    @Test
    @Timeout(10)
    void awaitNone_withOneLeft_waitsAsLongAsToldTo() {
        inFlight.enter();
        long start = System.nanoTime();

        inFlight.awaitNone(Duration.ofMillis(20));

        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
    }
}
