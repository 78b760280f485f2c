package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostProcessTest {

    private static final String START = "proc:start_time_seconds";
    private static final String STARTED = "1700000123.45";
    private static final ProcessInfo NONE = new ProcessInfo(Map.of());

    @TempDir
    private Path proc;

    private Path pidFile;

    private HostProcess local() {
        return new HostProcess(pidFile, true, proc);
    }

    private HostProcess remote() {
        return new HostProcess(pidFile, false, proc);
    }

    private static ProcessInfo info(String pid, long uptime) {
        return new ProcessInfo(Map.of(
                "Version", "2.6", "Pid", pid, "Uptime_sec", Long.toString(uptime), "Start_time_sec", "1700000123"));
    }

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
        Files.writeString(directory.resolve("status"), "Name:\tha) proxy\nVmRSS:\t      12 kB\nThreads:\t2\n");
        Files.writeString(directory.resolve("comm"), "haproxy\n");
        Files.writeString(proc.resolve("uptime"), "223.45 99.00\n");
        Files.writeString(directory.resolve("limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max address space         unlimited            unlimited            bytes
                Max open files            2054                 4096                 files
                """);
    }

    @Test
    void read_process_hasItsFigures() {
        assertThat(remote().read(NONE))
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
    void read_worker_isTheOneOfShowInfoNotTheMasterInTheFile() throws IOException {
        Files.writeString(pidFile, "41\n");

        assertThat(local().read(info("42", 100)))
                .containsEntry("proc:cpu_seconds", "1.75")
                .containsEntry(START, STARTED);
        assertThat(remote().read(info("42", 100)))
                .as("elsewhere that pid is another process")
                .isEqualTo(Map.of(START, ""));
    }

    @ParameterizedTest
    @CsvSource({"43, 100, haproxy", "42, 800, haproxy", "42, 100, java", "'', 100, haproxy", "../42, 100, haproxy"})
    void read_otherProcessOfThatNumber_isNotTaken(String pid, long uptime, String command) throws IOException {
        Files.writeString(proc.resolve("42/comm"), command + "\n");
        Files.writeString(pidFile, "41\n");

        assertThat(local().read(info(pid, uptime))).isEqualTo(Map.of(START, ""));
    }

    @Test
    void read_masterElsewhere_doesNotGiveItsStartTime() {
        assertThat(remote().read(info("7", 100)))
                .containsEntry("proc:cpu_seconds", "1.75")
                .containsEntry(START, "");
    }

    @Test
    void read_unreadableForAMoment_keepsTheStartTime() throws IOException {
        HostProcess process = local();
        process.read(info("42", 100));
        Files.move(proc.resolve("42"), proc.resolve("away"));

        assertThat(process.read(info("42", 101))).isEqualTo(Map.of(START, STARTED));

        Files.move(proc.resolve("away"), proc.resolve("42"));
        assertThat(process.read(info("42", 102))).containsEntry(START, STARTED).containsKey("proc:cpu_seconds");
    }

    @Test
    void read_readableLater_keepsTheStartTimeOfShowInfo() throws IOException {
        HostProcess process = local();
        Files.delete(pidFile);
        Files.move(proc.resolve("42"), proc.resolve("away"));
        process.read(info("42", 100));
        Files.move(proc.resolve("away"), proc.resolve("42"));

        Map<String, String> first = process.read(info("42", 101));

        assertThat(first).containsKey("proc:cpu_seconds");
        assertThat(process.read(info("42", 102))).containsEntry(START, first.get(START));
        assertThat(first).containsEntry(START, "");
    }

    @Test
    void read_overHttpAndPidFileGoneForAMoment_isTheSameProcess() throws IOException {
        HostProcess process = remote();
        process.read(NONE);
        Files.delete(pidFile);

        assertThat(process.read(NONE)).containsEntry(START, STARTED).containsEntry("proc:cpu_seconds", "1.75");
    }

    @Test
    void read_withoutBootTime_countsFromIt() throws IOException {
        Files.writeString(proc.resolve("stat"), "cpu 1 2 3\n");

        assertThat(remote().read(NONE)).containsEntry("proc:start_time_seconds", "123.45");
    }

    @Test
    void read_partsThatAreMissing_areLeftOut() throws IOException {
        Files.delete(proc.resolve("42/limits"));

        assertThat(remote().read(NONE))
                .containsEntry("proc:cpu_seconds", "1.75")
                .doesNotContainKeys("proc:max_fds", "proc:open_fds");
    }

    @Test
    void read_pidFileThatSaysNothing_isEmpty() throws IOException {
        assertThat(new HostProcess(proc.resolve("none"), false, proc).read(NONE))
                .isEqualTo(Map.of(START, ""));
        for (String content : new String[] {"", "no number\n", "99\n", "../42\n"}) {
            Files.writeString(pidFile, content);

            assertThat(remote().read(NONE)).as(content).isEqualTo(Map.of(START, ""));
        }
    }

    @Test
    void read_thisProcess_looksRight() throws IOException {
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n");

        Map<String, String> figures = new HostProcess(pidFile, false, Path.of("/proc")).read(NONE);

        double start = Double.parseDouble(figures.get("proc:start_time_seconds"));
        assertThat(Double.parseDouble(figures.get("proc:cpu_seconds"))).isPositive();
        assertThat(start).isBetween(1.6e9, System.currentTimeMillis() / 1000.0 + 2);
        assertThat(Long.parseLong(figures.get("proc:resident_memory_bytes"))).isGreaterThan(10_000_000);
        assertThat(Long.parseLong(figures.get("proc:open_fds"))).isGreaterThan(3);
    }
}
