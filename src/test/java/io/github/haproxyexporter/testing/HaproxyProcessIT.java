package io.github.haproxyexporter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HaproxyProcessIT {
    private static final String CONFIG = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s

            frontend web
                bind 127.0.0.1:{{port:web}}
                http-request return status 200 content-type text/plain string "{{greeting}}"

            backend shop
                server web1 127.0.0.1:{{port:closed}}
            """;

    @ParameterizedTest
    @MethodSource("io.github.haproxyexporter.testing.HaproxyFlavor#all()")
    void start_config_answersOnSocketAndPort(HaproxyFlavor flavor) throws Exception {
        try (HaproxyProcess haproxy = builder().flavor(flavor).start()) {
            assertThat(haproxy.socket().info()).containsKey("Uptime_sec");
            assertThat(haproxy.socket().info().get("Version")).startsWith(flavor.version());
            assertThat(haproxy.socket().status("shop", "web1")).isEqualTo("no check");
            assertThat(HttpAnswer.get(haproxy.url("web", "/")).text()).isEqualTo("hello");
            assertThat(Files.readString(haproxy.configFile())).doesNotContain("{{");
            assertThat(haproxy.socketPath().toString()).hasSizeLessThan(100);
        }
    }

    @Test
    void reload_withoutMaster_replacesTheProcessBehindTheSocket() {
        try (HaproxyProcess haproxy = builder().start()) {
            RunningProcess old = haproxy.process();
            haproxy.command("disable server shop/web1");

            haproxy.reload(CONFIG.replace("{{greeting}}", "hello again"));

            assertThat(haproxy.servingPid())
                    .isNotEqualTo(old.pid())
                    .isEqualTo(haproxy.process().pid());
            assertThat(haproxy.socket().status("shop", "web1")).isEqualTo("no check");
            assertThat(HttpAnswer.get(haproxy.url("web", "/")).text()).isEqualTo("hello again");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.haproxyexporter.testing.HaproxyFlavor#all()")
    void reload_withMaster_replacesTheWorker(HaproxyFlavor flavor) {
        try (HaproxyProcess haproxy = builder().flavor(flavor).masterWorker().start()) {
            long before = haproxy.servingPid();
            assertThat(before).isNotEqualTo(haproxy.process().pid());

            haproxy.reload();
            long between = haproxy.servingPid();
            haproxy.reload();

            assertThat(List.of(before, between, haproxy.servingPid())).doesNotHaveDuplicates();
        }
    }

    @Test
    void kill_thenRestart_servesOnTheSamePath() {
        try (HaproxyProcess haproxy = builder().start()) {
            haproxy.kill();
            assertThat(haproxy.socketPath()).exists();
            assertThat(haproxy.socket().answers()).isFalse();

            haproxy.restart();

            assertThat(haproxy.socket().answers()).isTrue();
        }
    }

    @Test
    void pause_thenResume_answersAgain() {
        try (HaproxyProcess haproxy = builder().start()) {
            haproxy.pause();
            assertThat(haproxy.socket().answers()).isFalse();
            haproxy.resume();

            assertThat(haproxy.socket().answers()).isTrue();
        }
    }

    @Test
    void socketLevel_user_deniesChanges() {
        try (HaproxyProcess haproxy = builder().socketLevel("user").start()) {
            assertThatThrownBy(() -> haproxy.socket().change("disable server shop/web1"))
                    .hasMessageContaining("Permission denied");
        }
    }

    @Test
    void start_badConfig_failsWithWhatHaproxySays() {
        assertThatThrownBy(() -> HaproxyProcess.start("frontend web\n    nonsense\n"))
                .hasMessageContaining("unknown keyword 'nonsense'");
        assertThat(HaproxyProcess.builder()
                        .config("frontend web\n    nonsense\n")
                        .check()
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void config_unknownPlace_isNamed() {
        assertThatThrownBy(() -> HaproxyProcess.start("{{nothing}}")).hasMessageContaining("{{nothing}}");
    }

    @Test
    void row_unknown_namesThoseThatExist() {
        try (HaproxyProcess haproxy = builder().start()) {
            assertThatThrownBy(() -> haproxy.socket().status("shop", "web9"))
                    .hasMessageContaining("shop/web9")
                    .hasMessageContaining("shop/web1");
        }
    }

    private static HaproxyProcess.Builder builder() {
        return HaproxyProcess.builder().config(CONFIG).value("greeting", "hello");
    }
}
