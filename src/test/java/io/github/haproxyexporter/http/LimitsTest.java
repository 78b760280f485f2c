package io.github.haproxyexporter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.LogLines;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Limits LIMITS = new Limits(
            100, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2), 16_384, 100, 16_384, 16);

    @Test
    void fitting_enoughFiles_changesNothing() {
        assertThat(LIMITS.fitting(137, 1)).isSameAs(LIMITS);
        assertThat(LIMITS.fitting(242, 2)).isSameAs(LIMITS);
        assertThat(LIMITS.fitting(Long.MAX_VALUE, 3)).isSameAs(LIMITS);
    }

    @Test
    void fitting_fewFiles_leavesSomeForTheRest() {
        assertThat(LIMITS.fitting(136, 1).maxConnections()).isEqualTo(99);
        assertThat(LIMITS.fitting(241, 2).maxConnections()).isEqualTo(99);
        assertThat(LIMITS.fitting(0, 1).maxConnections()).isEqualTo(1);
        assertThat(LIMITS.fitting(136, 1).maxSlowReaders()).isEqualTo(16);
    }

    @Test
    void openFiles_ofThisProcess_areCounted() {
        assertThat(OpenFiles.count()).isPositive();
        assertThat(OpenFiles.left()).isPositive();
    }

    @Test
    void openFiles_atTheLimitOfConnections_isLoggedOncePerEpisode() {
        long[] files = {1000};
        OpenFiles limit = new OpenFiles(16, () -> files[0]);
        try (LogLines log = LogLines.of(OpenFiles.class)) {
            limit.inspect();
            files[0] = 10;
            limit.start();
            for (int open : new int[] {25, 26, 27, 25, 26}) {
                files[0] = open;
                limit.inspect();
            }
            assertThat(log.take())
                    .singleElement()
                    .asString()
                    .startsWith("WARN 16 connections are open")
                    .contains("--web.max-connections");

            files[0] = 12;
            limit.inspect();
            files[0] = 30;
            limit.inspect();
            assertThat(log.take()).hasSize(1);
        }
    }
}
