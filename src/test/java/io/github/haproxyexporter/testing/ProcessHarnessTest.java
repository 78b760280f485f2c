package io.github.haproxyexporter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessHarnessTest {
    @Test
    void ports_several_differAndAreFree() {
        List<Integer> ports = Ports.free(20);

        assertThat(ports).hasSize(20).doesNotHaveDuplicates().noneMatch(Ports::accepts);
    }

    @Test
    void programs_missing_namesPackageAndTestCommand() {
        assertThatThrownBy(() -> Programs.find("promtool", "/nowhere"))
                .hasMessageContaining("promtool")
                .hasMessageContaining("Debian package prometheus")
                .hasMessageContaining("bin/test");
    }

    @Test
    void programs_sh_isFound() {
        assertThat(Programs.find("sh")).isExecutable();
    }

    @Test
    void finished_command_givesCodeAndBothOutputs() {
        Finished finished = Finished.run(
                List.of("sh", "-c", "cat; echo $GREETING; echo bad >&2; exit 3"),
                Map.of("GREETING", "hello"),
                "input\n",
                Duration.ofSeconds(10));

        assertThat(finished).isEqualTo(new Finished(3, "input\nhello\n", "bad\n"));
        assertThatThrownBy(finished::orThrow)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("bad");
    }

    @Test
    void finished_tooSlow_isEndedAndSaysSo() {
        assertThatThrownBy(() -> Finished.run(
                        List.of("sh", "-c", "echo begun; exec sleep 60"), Map.of(), "", Duration.ofSeconds(3)))
                .hasMessageContaining("still runs after PT3S")
                .hasMessageContaining("begun");
    }

    @Test
    void runningProcess_child_endsWithIt() {
        long child;
        try (RunningProcess process = RunningProcess.start("sh", List.of("sh", "-c", "sleep 60 & echo $! ; wait"))) {
            process.await(
                    "telling its child",
                    Duration.ofSeconds(30),
                    () -> process.output().endsWith("\n"));
            child = Long.parseLong(process.output().strip());
            assertThat(ProcessHandle.of(child)).isPresent();
        }

        Awaitility.await()
                .until(() ->
                        ProcessHandle.of(child).map(RunningProcess::hasEnded).orElse(true));
    }

    @Test
    void runningProcess_suspended_stopsByTerm() {
        try (RunningProcess process = RunningProcess.start("sleep", List.of("sleep", "60"))) {
            process.signal("STOP");

            assertThat(process.stop()).isEqualTo(143);
        }
    }

    @Test
    void runningProcess_deaf_isKilled() {
        try (RunningProcess process = RunningProcess.start(
                "sh", List.of("sh", "-c", "trap '' TERM; echo deaf; while true; do sleep 1; done"))) {
            process.awaitOutput("deaf", Duration.ofSeconds(30));
            process.kill();

            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void runningProcess_endsTooEarly_failsWithItsOutput() {
        try (RunningProcess process = RunningProcess.start("sh", List.of("sh", "-c", "echo cannot bind; exit 7"))) {
            assertThatThrownBy(() -> process.await("ready", Duration.ofSeconds(30), () -> false))
                    .hasMessageContaining("ended with 7 before it was ready")
                    .hasMessageContaining("cannot bind");
        }
    }

    @Test
    void scratchDirectory_closed_isGone() {
        Path path;
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            path = directory.write("file", "text");
            assertThat(path.toString()).hasSizeLessThan(40);
        }

        assertThat(path.getParent()).doesNotExist();
    }

    @Test
    void scratchDirectory_inRoot_hasOnePathInsideAndOutside(@TempDir Path root) throws Exception {
        Path path;
        try (ScratchDirectory directory = ScratchDirectory.createIn(root)) {
            path = directory.write("file", "text");
            assertThat(Files.readString(root.resolve(path.toString().substring(1))))
                    .isEqualTo("text");
            assertThat(path.toString()).hasSizeLessThan(40);
        }

        assertThat(path.getParent()).doesNotExist();
        assertThat(root.resolve("tmp")).isEmptyDirectory();
    }
}
