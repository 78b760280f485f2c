package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProcessTest {

    @TempDir
    private Path proc;

    private Path pidFile;

    @BeforeEach
    void aProcess() throws IOException {
        pidFile = Files.writeString(proc.resolve("pid"), "42\n43\n");
        Path directory = Files.createDirectories(proc.resolve("42"));
        Files.createDirectories(directory.resolve("fd"));
        Files.createFile(directory.resolve("fd/0"));
        Files.createFile(directory.resolve("fd/1"));
        Files.writeString(proc.resolve("stat"), """
                cpu 1 2 3
                btime 1700000000
                processes 5
                """);
        // Fields from the state on: utime and stime are the 12th and 13th, the start the 20th, memory the 21st and
        // 22nd.
        Files.writeString(
                directory.resolve("stat"),
                "42 (ha) proxy) S 1 1 1 0 -1 4194560 100 0 0 0 150 25 0 0 20 0 1 0 12345 1048576 3 18446744073709551615\n");
        Files.writeString(directory.resolve("limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max address space         unlimited            unlimited            bytes
                Max open files            2054                 4096                 files
                """);
    }

    @Test
    void read_process_hasItsFigures() {
        assertThat(HostProcess.read(pidFile, proc))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "proc:cpu_seconds", "1.75",
                        "proc:virtual_memory_bytes", "1048576",
                        "proc:resident_memory_bytes", "12288",
                        "proc:start_time_seconds", "1700000123.45",
                        "proc:max_fds", "2054",
                        "proc:virtual_memory_max_bytes", "18446744073709551615",
                        "proc:open_fds", "2"));
    }

    @Test
    void read_withoutBootTime_countsFromIt() throws IOException {
        Files.writeString(proc.resolve("stat"), "cpu 1 2 3\n");

        assertThat(HostProcess.read(pidFile, proc)).containsEntry("proc:start_time_seconds", "123.45");
    }

    @Test
    void read_partsThatAreMissing_areLeftOut() throws IOException {
        Files.delete(proc.resolve("42/limits"));

        assertThat(HostProcess.read(pidFile, proc))
                .containsEntry("proc:cpu_seconds", "1.75")
                .doesNotContainKeys("proc:max_fds", "proc:open_fds");
    }

    @Test
    void read_pidFileThatSaysNothing_isEmpty() throws IOException {
        assertThat(HostProcess.read(proc.resolve("none"), proc)).isEmpty();
        for (String content : new String[] {"", "no number\n", "99\n", "../42\n"}) {
            Files.writeString(pidFile, content);

            assertThat(HostProcess.read(pidFile, proc)).as(content).isEmpty();
        }
    }

    @Test
    void read_thisProcess_looksRight() throws IOException {
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");

        Map<String, String> figures = HostProcess.read(pidFile, Path.of("/proc"));

        double start = Double.parseDouble(figures.get("proc:start_time_seconds"));
        assertThat(Double.parseDouble(figures.get("proc:cpu_seconds"))).isPositive();
        assertThat(start).isBetween(1.6e9, System.currentTimeMillis() / 1000.0 + 2);
        assertThat(Long.parseLong(figures.get("proc:resident_memory_bytes"))).isGreaterThan(10_000_000);
        assertThat(Long.parseLong(figures.get("proc:open_fds"))).isGreaterThan(3);
    }
}
