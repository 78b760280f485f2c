package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoIT {
    private static final String DEMO = Path.of("bin/demo").toAbsolutePath().toString();
    private static final Pattern DIRECTORY = Pattern.compile("/tmp/hx-demo\\.\\w+");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void demoOnce_showsThePageOfAServerThatItTakesDownAndLeavesNothingBehind() {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            Finished demo = run(scratch, "--once");

            assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
            assertThat(demo.out())
                    .contains("haproxy_up 1")
                    .contains("haproxy_server_status{backend=\"zoo\",server=\"resting\",state=\"MAINT\"} 1")
                    .containsPattern(
                            "haproxy_server_down_info\\{.*server=\"sick\",check_status=\"L7STS\",check_code=\"503\"")
                    .containsPattern("haproxy_server_down_info\\{.*server=\"closed\",check_status=\"L4CON\"")
                    .containsPattern(
                            "haproxy_server_out_of_service_info\\{.*server=\"tired\",state=\"MAINT\",cause=\"command\"\\} 1")
                    .containsPattern(
                            "haproxy_server_out_of_service_info\\{.*server=\"resting\",state=\"MAINT\",cause=\"configuration\"\\} 1")
                    .containsPattern("haproxy_certificate_not_after_timestamp_seconds\\{.*shop.example.org.pem\"")
                    .contains("haproxy_master_reload_failures 1")
                    .containsPattern("Certificate .*/shop.example.org.pem on 127.0.0.1:\\d+ expires in 1d 23h")
                    .contains("refused its configuration", "Next: haproxy -c -f /etc/haproxy/haproxy.cfg")
                    .contains("Backend shop is left with 1 of 2 active servers on 127.0.0.1:")
                    .contains("Why: web2: Layer7 wrong status, HTTP 503 (Service Unavailable).")
                    .contains("Next: haproxy-exporter diagnose 'shop'")
                    .containsPattern("RESOLVED at .* It was: Backend shop is left with 1 of 2 active servers")
                    .doesNotContain("Server resting");
            assertThat(scratch.path()).isEmptyDirectory();
            assertThat(orphans()).isEmpty();
        }
    }

    @Test
    void wrongArguments_areRefusedInOneLine() {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            assertThat(run(scratch, "--twice"))
                    .isEqualTo(new Finished(2, "", "bin/demo: unknown argument --twice; see bin/demo --help\n"));
            assertThat(run(scratch, "break", "web2"))
                    .isEqualTo(new Finished(
                            2, "", "bin/demo: no demo is running; start bin/demo in another terminal first\n"));
        }
    }

    /** Programs of a demo whose directory is gone. Their arguments name it. */
    private static List<String> orphans() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(command -> DIRECTORY
                        .matcher(command)
                        .results()
                        .anyMatch(directory -> !Files.exists(Path.of(directory.group()))))
                .toList();
    }

    /** The folder of its own keeps it apart from a demo that somebody has open. */
    private static Finished run(ScratchDirectory scratch, String... arguments) {
        List<String> command = new ArrayList<>(List.of(DEMO));
        command.addAll(List.of(arguments));
        return Finished.run(command, Map.of("XDG_RUNTIME_DIR", scratch.path().toString()), "", PATIENCE);
    }
}
