package io.github.haproxyexporter.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingFollowerTest {

    private static final String OLD = "Name: HAProxy\nPid: 1\nStart_time_sec: 7\nStopping: 0\n\n";
    private static final String NEW = OLD.replace("Pid: 1", "Pid: 2");

    /** What a follower tells: lines, with a plus before those of the past. */
    private static final class Told implements RingFollower.Listener {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final List<HaproxyException> failures = new CopyOnWriteArrayList<>();

        @Override
        public void line(String line, boolean past) {
            lines.add((past ? "+" : "") + line);
        }

        @Override
        public void followed(Optional<HaproxyException> failure) {
            failure.ifPresent(failures::add);
        }
    }

    @Test
    void reconnect_toTheSameProcess_tellsNothingTwice() {
        Told told = follow(
                5,
                StubScript.sending(OLD + "a\nb\n\na\nb\nb\nc"),
                StubScript.sending(OLD + "a\nb\nb\nc\n\na\nb\nb\nc\nd\n"),
                StubScript.hangingAfter((OLD + "b\nc\nd\ne\n\nc\nd\ne\n").getBytes(StandardCharsets.UTF_8)));

        // The line that was cut comes whole with the next connection.
        assertThat(told.lines).containsExactly("+a", "+b", "b", "c", "d", "e");
    }

    @Test
    void reconnect_toAnotherProcess_tellsItsRingAsAWhole() {
        Told told = follow(
                5,
                StubScript.sending(OLD + "a\nb\n\na\nb\n<5>Proxy be stopped (cumulated conns: FE: 0, BE: 0).\nlost\n"),
                StubScript.hangingAfter((NEW + "a\nb\n\na\nb\n").getBytes(StandardCharsets.UTF_8)));

        assertThat(told.lines)
                .containsExactly("+a", "+b", "<5>Proxy be stopped (cumulated conns: FE: 0, BE: 0).", "a", "b");
    }

    @Test
    void stoppingProcess_isLeft() {
        Told told = follow(
                2,
                StubScript.hangingAfter(
                        (OLD.replace("Stopping: 0", "Stopping: 1") + "a\n\na\n").getBytes(StandardCharsets.UTF_8)),
                StubScript.hangingAfter((NEW + "b\n\nb\n").getBytes(StandardCharsets.UTF_8)));

        assertThat(told.lines).containsExactly("+a", "b");
    }

    @Test
    void endlessLine_isPassedOverWithoutFillingTheMemory() {
        String endless = "x".repeat(4 << 20);
        Told told =
                follow(2, StubScript.hangingAfter((OLD + "\n" + endless + "\nb\n").getBytes(StandardCharsets.UTF_8)));

        assertThat(told.lines.get(0)).hasSize(65_536);
        assertThat(told.lines.get(1)).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "No such event sink | add a section 'ring events'",
                "Permission denied | level operator",
                "Unknown command: 'show events' | level operator",
            })
    void refused_saysWhatToConfigure(String answer, String advice) {
        Told told = new Told();
        try (StubSocket haproxy = StubSocket.unix(StubScript.sending(OLD + answer + "\n\n"));
                RingFollower follower = start(haproxy, told)) {
            await().untilAsserted(() -> assertThat(told.failures)
                    .anySatisfy(failure -> assertThat(failure).hasMessageContaining(advice)));
            assertThat(follower).isNotNull();
        }
        assertThat(told.lines).isEmpty();
    }

    @Test
    void longRing_isRefused() {
        Told told = new Told();
        byte[] line = "x\n".getBytes(StandardCharsets.UTF_8);
        try (StubSocket haproxy = StubSocket.unix(StubScript.endless(OLD.getBytes(StandardCharsets.UTF_8), line));
                RingFollower follower = start(haproxy, told)) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(told.failures)
                            .anySatisfy(
                                    failure -> assertThat(failure).hasMessageContaining("make its 'size' smaller")));
            assertThat(follower).isNotNull();
        }
    }

    @Test
    void overlap_isTheLongestEndOfWhatWasSeenThatBeginsTheRing() {
        assertThat(overlap("", "abc")).isZero();
        assertThat(overlap("abc", "")).isZero();
        assertThat(overlap("abc", "abc")).isEqualTo(3);
        assertThat(overlap("xabab", "ababab")).isEqualTo(4);
        assertThat(overlap("xababc", "ababab")).isZero();
        assertThat(overlap("aaaa", "aaa")).isEqualTo(3);
        assertThat(overlap("abcabd", "dabc")).isEqualTo(1);
    }

    private static int overlap(String seen, String dump) {
        List<String> lines = dump.chars().mapToObj(Character::toString).toList();
        return RingFollower.overlap(
                seen.chars().mapToObj(c -> Character.toString(c).hashCode()).toList(), lines);
    }

    private static Told follow(int lines, StubScript... scripts) {
        Told told = new Told();
        try (StubSocket haproxy = StubSocket.unix(scripts);
                RingFollower follower = start(haproxy, told)) {
            await().untilAsserted(() -> assertThat(told.lines).hasSizeGreaterThanOrEqualTo(lines));
            assertThat(follower).isNotNull();
        }
        return told;
    }

    private static RingFollower start(StubSocket haproxy, Told told) {
        RingFollower follower = new RingFollower(
                HaproxyClient.of(HaproxyAddress.parse(haproxy.uri()), new HaproxyClient.Options(1000, true)),
                "events",
                Duration.ofSeconds(10),
                told);
        follower.start();
        return follower;
    }
}
