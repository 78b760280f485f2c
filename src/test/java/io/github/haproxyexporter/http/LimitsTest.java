package io.github.haproxyexporter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.LogLines;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void openFiles_left_isTheLimitLessWhatIsOpen() throws Exception {
        try (ScratchDirectory process = ScratchDirectory.create()) {
            Path descriptors = Files.createDirectory(process.resolve("fd"));
            Files.createFile(descriptors.resolve("0"));
            Files.createFile(descriptors.resolve("1"));
            process.write(
                    "limits", "Limit      Soft Limit   Hard Limit   Units\nMax open files    1024   4096   files\n");
            assertThat(OpenFiles.left(process.path())).hasValue(1022);

            process.write("limits", "Max open files    1   4096   files\n");
            assertThat(OpenFiles.left(process.path())).hasValue(0);

            process.write("limits", "Max open files    unlimited   unlimited   files\n");
            assertThat(OpenFiles.left(process.path())).isEmpty();
        }
        assertThat(OpenFiles.left(Path.of("/nowhere"))).isEmpty();
        assertThat(OpenFiles.left(Path.of("/proc/self")).orElse(0)).isPositive();
    }

    @Test
    void connectionLimit_reached_isLoggedOncePerEpisode() {
        long[] files = {1000};
        ConnectionLimit limit = new ConnectionLimit(16, () -> files[0]);
        try (LogLines log = LogLines.of(ConnectionLimit.class)) {
            limit.run();
            files[0] = 10;
            limit.start();
            for (int open : new int[] {25, 26, 27, 25, 26}) {
                files[0] = open;
                limit.run();
            }
            assertThat(log.take())
                    .singleElement()
                    .asString()
                    .startsWith("WARN 16 connections are open")
                    .contains("--web.max-connections");

            files[0] = 12;
            limit.run();
            files[0] = 30;
            limit.run();
            assertThat(log.take()).hasSize(1);
        }
    }
}
