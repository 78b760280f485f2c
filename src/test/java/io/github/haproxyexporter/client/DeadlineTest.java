package io.github.haproxyexporter.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    @Test
    void remainingMillis_before_isWhatIsLeft() throws HaproxyException {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30));

        assertThat(deadline.passed()).isFalse();
        assertThat(deadline.remainingMillis("waiting")).isBetween(20_000, 30_000);
        assertThat(deadline.budget()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void remainingMillis_partOfAMillisecond_isNotZero() {
        int left = 0;
        for (int tries = 0; tries < 1000 && left == 0; tries++) {
            try {
                left = Deadline.in(Duration.ofNanos(900_000)).remainingMillis("waiting");
            } catch (HaproxyException e) {
                // The thread was kept waiting for longer.
            }
        }

        assertThat(left).isEqualTo(1);
    }

    @Test
    void remainingMillis_veryLong_fitsAnInt() throws HaproxyException {
        assertThat(Deadline.in(Duration.ofDays(3650)).remainingMillis("waiting"))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void remainingMillis_after_saysWhatWasDone() {
        Deadline deadline = Deadline.in(Duration.ZERO);

        assertThat(deadline.passed()).isTrue();
        assertThatThrownBy(() -> deadline.remainingMillis("reading from unix:/s"))
                .isInstanceOfSatisfying(
                        HaproxyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TIMEOUT))
                .hasMessageStartingWith("reading from unix:/s: no complete answer within 0 ms")
                .hasMessageContaining("--haproxy.timeout");
    }
}
