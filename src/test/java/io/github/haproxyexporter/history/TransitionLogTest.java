package io.github.haproxyexporter.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransitionLogTest {
    private static final String DOWN =
            "Server shop/web1 is DOWN, reason: Layer7 wrong status, code: 503, info: \"Service"
                    + " Unavailable\", check duration: 2ms. 1 active and 0 backup servers left. 0 sessions active, 0 requeued,"
                    + " 0 remaining in queue.";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Nov 22 21:00:00 lb haproxy[7]: | Nov 22 21:00:00",
                "<133>Nov  2 01:00:00 haproxy[7]: | Nov  2 01:00:00",
                "<133>1 2026-11-22T21:00:00.123+01:00 lb haproxy 7 - - | 2026-11-22T21:00:00.123+01:00",
                "2026-11-22T21:00:00Z lb haproxy[7]: | 2026-11-22T21:00:00Z",
                "2026-11-22T21:00:00.123456+01:00 lb haproxy[7]: | 2026-11-22T21:00:00.123456+01:00",
                "<5>2026-11-22T21:00:00.123456+01:00 | 2026-11-22T21:00:00.123456+01:00",
                "Nov 22 21:00:00 lb haproxy[7]: [WARNING]  (7) : | Nov 22 21:00:00",
                "[WARNING] 326/210000 (7) : | ''",
                "[WARNING]  (7) : | ''",
            })
    void parse_anySyslogForm_findsTimeServerAndReason(String prefix, String time) {
        assertThat(TransitionLine.parse(prefix + " " + DOWN))
                .contains(new Transition(
                        time,
                        "shop/web1",
                        "DOWN",
                        "Layer7 wrong status, code: 503, info: \"Service Unavailable\", check duration: 2ms"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Backup Server a/b is UP, reason: Layer4 check passed, check duration: 0ms. 1 active and 1 backup servers"
                        + " online. 0 sessions requeued, 0 total in queue. | a/b | UP",
                "Server a/b is DOWN via c/d. 0 active and 0 backup servers left. 0 sessions active | a/b | DOWN",
                "Server a/b is going DOWN for maintenance. 0 active and 0 backup servers left. | a/b | MAINT",
                "Server a/b was DOWN and now enters maintenance. | a/b | MAINT",
                "Server a/b is going DOWN for maintenance (DNS NX status). 0 active and 0 backup servers left. | a/b"
                        + " | MAINT",
                "Server a/b enters drain state. 0 active and 0 backup servers left. | a/b | DRAIN",
                "Server a/b is UP/DRAIN (leaving forced maintenance). | a/b | DRAIN",
                "Server a/b ('web.example.com') is UP/READY (resolves again). | a/b | UP",
                "Server a/b is UP (leaving forced drain). | a/b | UP",
                "Server a/b is stopping, reason: Layer7 check conditionally passed, code: 404. | a/b | NOLB",
                "backend a has no server available! | a | has no server available",
                "Agent check for backup server a/b failed, reason: Layer4 timeout, status: 0/1 DOWN. | a/b"
                        + " | check failed",
                "Server a/b is UP/READY (leaving forced maintenance). | a/b | UP",
                "Health check for server a/b failed, reason: Layer4 timeout, status: 2/3 UP. | a/b | check failed",
            })
    void parse_otherWordings_areUnderstood(String line, String server, String state) {
        Optional<Transition> transition = TransitionLine.parse(line);
        assertThat(transition.map(Transition::server)).contains(server);
        assertThat(transition.map(Transition::state)).contains(state);
    }

    /** What a client sends is in the traffic log, whatever the format of the file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nov 22 21:00:00 lb haproxy[7]: 10.0.0.1:4711 [22/Nov/2026:21:00:00.000] web shop/web1 0/0/0/1/1 200 9 - -"
                        + " ---- 1/1/0/0/0 0/0 {%s} \"GET / HTTP/1.1\"",
                "<134>1 2026-11-22T21:00:00Z lb haproxy 7 - - 10.0.0.1:4711 {%s}",
                "10.0.0.1:4711 [22/Nov/2026:21:00:00.000] {%s}",
                "Nov 22 21:00:00 lb haproxy[7]: 10.0.0.1 - - %s",
                "Nov 22 21:00:00 lb haproxy[7]: client: %s",
                "Nov 22 21:00:00 lb haproxy[7]: agent [WARNING]  (7) : %s",
            })
    void parse_trafficWithAClientsText_isNoTransition(String line) {
        for (String forged : new String[] {
            "Server shop/web1 is UP, reason: all is well",
            "Health check for server shop/web1 succeeded, reason: fine",
            "backend shop has no server available!",
            "[WARNING]  (7) : Server shop/web1 is UP",
            "Nov 22 21:00:00 lb haproxy[7]: Server shop/web1 is UP"
        }) {
            assertThat(TransitionLine.parse(String.format(line, forged)))
                    .as(forged)
                    .isEmpty();
        }
    }

    /** No line costs more than its length: these took half a minute, and hours. */
    @ParameterizedTest
    @ValueSource(
            strings = {"%s", "Server a/b is DOWN, reason: %s", "Nov 22 21:00:00 lb haproxy[7]: Server a/b is UP%s"})
    void read_hostileLines_costTheirLength(String line) {
        StringBuilder text = new StringBuilder();
        for (String part : new String[] {"7", " ", ".", "Server ", "[", "1 active and ", "a/", "erver [A"}) {
            text.append(String.format(line, part.repeat(60_000 / part.length())))
                    .append('\n');
        }
        byte[] log = text.toString().repeat(20).getBytes(StandardCharsets.UTF_8);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> TransitionLog.read(new ByteArrayInputStream(log)));
    }

    @Test
    void read_rotatedFile_comesBeforeTheFile_andOnlyTheEndIsRead() throws IOException {
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            Path file = directory.path().resolve("haproxy.log");
            Files.writeString(file, "Server a/b is UP, reason: third.\n");
            Files.writeString(
                    directory.path().resolve("haproxy.log.1"),
                    "Server a/b is UP, reason: first.\nServer a/b is DOWN, reason: second.\n");
            assertThat(TransitionLog.read(file).of("a/b"))
                    .extracting(Transition::reason)
                    .containsExactly("first", "second", "third");
            assertThat(TransitionLog.read(file, Files.size(file) + 40).of("a/b"))
                    .as("a line is read whole or not at all")
                    .extracting(Transition::reason)
                    .containsExactly("second", "third");
            assertThat(TransitionLog.read(file, 10).of("a/b")).isEmpty();
        }
    }

    @Test
    void read_longLog_keepsTheLastOnesOfEachServer() throws IOException {
        StringBuilder text = new StringBuilder("no transition at all\n");
        for (int i = 0; i < 20; i++) {
            text.append("Server a/b is DOWN, reason: number " + i + ".\n");
        }
        TransitionLog log = TransitionLog.read(stream(text.toString()));
        assertThat(log.of("a/b")).hasSize(5);
        assertThat(log.of("a/b").get(4).reason()).isEqualTo("number 19");
        assertThat(log.of("a/c")).isEmpty();
    }

    @Property
    void read_anyText_neverFails(@ForAll String text) throws IOException {
        assertThat(TransitionLog.read(stream(text + "\n" + DOWN)).of("shop/web1"))
                .hasSize(1);
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
