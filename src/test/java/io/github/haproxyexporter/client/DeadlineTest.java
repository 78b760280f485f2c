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
        assertThat(deadline.remainingMillis("waiting")).isBetween(29_000, 30_000);
        assertThat(deadline.budget()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void remainingMillis_partOfAMillisecond_isNotZero() throws HaproxyException {
        assertThat(Deadline.in(Duration.ofMillis(50)).remainingMillis("waiting"))
                .isPositive();
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
