package io.github.haproxyexporter.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.scrape.Collector;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.LogLines;
import io.github.haproxyexporter.testing.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the lines of a ring. */
class RingLinesTest {

    private final LogLines logged = LogLines.of(StateLog.class);
    private final AtomicInteger unknown = new AtomicInteger();
    private final History history = new History(50, MemoryBudget.unlimited());
    private final StateLog log = new StateLog(MemoryBudget.unlimited(), "lb1", "", history, unknown::incrementAndGet);

    @AfterEach
    void close() {
        logged.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "is DOWN, reason: Layer7 wrong status, code: 503, info: \"Service Unavailable\", check duration: 2ms. 1 active and"
                        + " 0 backup servers left. | Layer7 wrong status, HTTP 503 (Service Unavailable) | wrong_status",
                "is DOWN, reason: Layer4 connection problem, info: \"Connection refused\", check duration: 0ms. |"
                        + " Layer4 connection problem (Connection refused) | connection_refused",
                "is DOWN, reason: Layer4 timeout, check duration: 1001ms. | Layer4 timeout | connection_timeout",
                "is DOWN, reason: Layer7 wrong status, code: 0, info: \"via agent : down\", check duration: 0ms. |"
                        + " Layer7 wrong status (via agent : down) | agent_down",
                "is DOWN via be/b. 1 active and 0 backup servers left. | follows be/b | tracked_server_down",
                "is DOWN, changed from CLI. 0 active and 0 backup servers left. | changed from CLI | unknown",
                "is going DOWN for maintenance. 1 active and 0 backup servers left. | '' | out_of_service",
                "is going DOWN for maintenance (DNS NX status). 1 active and 0 backup servers left. |"
                        + " (DNS NX status) | dns_failure",
                "enters drain state via be/b. 1 active and 0 backup servers left. | via be/b | out_of_service",
            })
    void reasonAndCause_areThoseOfDiagnose(String words, String reason, String cause) {
        log.line("<1>2026-11-24T19:39:40.380338+00:00 Server be/a " + words, false);

        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.time()).isEqualTo(Instant.parse("2026-11-24T19:39:40.380338Z"));
            assertThat(event.reason()).isEqualTo(reason);
            assertThat(event.cause()).isEqualTo(cause);
        });
    }

    @Test
    void loggedChecks_giveTheReasonThatTheNextLineLeavesOut() {
        log.line(
                "Health check for server be/a failed, reason: Layer4 connection problem, info: \"Connection refused\", check"
                        + " duration: 0ms, status: 0/2 DOWN.",
                false);
        log.line("Server be/a is DOWN. 3 active and 0 backup servers left. 0 sessions active.", false);

        assertThat(events())
                .extracting(Event::reason)
                .containsExactly("Layer4 connection problem (Connection refused)");
    }

    @Test
    void backend_comesBackWithItsFirstServer() {
        log.line("Server be/a is DOWN, changed from CLI.", false);
        log.line("backend be has no server available!", false);
        log.line("Server be/a is UP, changed from CLI.", false);

        assertThat(events())
                .extracting(event -> event.backend() + "/" + event.server() + " " + event.to())
                .containsExactlyInAnyOrder("be/a DOWN", "be/ DOWN", "be/a UP", "be/ UP");
        assertThat(logged.take())
                .containsExactly(
                        "WARN server a of backend be went DOWN: changed from CLI",
                        "WARN backend be went DOWN: no server is left",
                        "INFO server a of backend be is UP, was DOWN",
                        "INFO backend be is UP, was DOWN");
    }

    @Test
    void counts_areOfChangesSinceTheRingIsFollowed() throws HaproxyException {
        log.line("Server be/a is DOWN, changed from CLI.", true);
        log.line("Server be/a is UP, changed from CLI.", true);
        assertThat(events()).hasSize(2);
        assertThat(logged.take()).isEmpty();
        log.line("Server be/a is DOWN, reason: Layer4 timeout, check duration: 1ms.", false);
        // A new process finds it as it was.
        log.line("Server be/a is DOWN, reason: Layer4 timeout, check duration: 1ms.", false);
        log.line("Server be/a is going DOWN for maintenance.", false);
        log.line("Server be/a is UP/READY (leaving forced maintenance).", false);
        log.line("Proxy be stopped (cumulated conns: FE: 0, BE: 0).", false);

        Records counts = log.collect(nobody()).get("server_events");
        assertThat(counts.rows())
                .containsExactly(
                        new String[] {"be", "a", "down", "connection_timeout", "1"},
                        new String[] {"be", "a", "maintenance", "out_of_service", "1"},
                        new String[] {"be", "a", "ready", "", "1"});
        assertThat(unknown).hasValue(1);
    }

    @Test
    void manyFlaps_keepTheLastOnes() {
        for (int i = 0; i < 10_000; i++) {
            log.line("Server be/a" + i + " is DOWN, changed from CLI.", false);
            log.line("Server be/a" + i + " is UP, changed from CLI.", false);
        }
        List<Event> events = events();
        assertThat(events).hasSize(50);
        assertThat(events.get(0).server()).isEqualTo("a9999");
        assertThat(history.events(event -> event.isAbout("be/a9999"), 1)).hasSize(1);
        assertThat(logged.take()).hasSizeLessThan(10_000);

        log.close();
        assertThat(events()).isEmpty();
    }

    @Test
    void shortMemory_keepsWhatFits() {
        History small = new History(1000, new MemoryBudget(8 * 1000));
        StateLog states = new StateLog(MemoryBudget.unlimited(), "lb1", "", small, () -> {});
        for (int i = 0; i < 100; i++) {
            states.line("Server be/a is DOWN, changed from CLI.", true);
        }
        assertThat(small.events(event -> true, 1000)).hasSizeBetween(1, 5);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T19:39:40.380338+00:00, 2026-11-24T19:39:40.380338Z",
        "Nov 24 19:39:53, 2026-11-24T19:39:53Z",
        "Nov  2 19:39:53, 2026-11-02T19:39:53Z",
        "Dec 31 23:59:59, 2025-12-31T23:59:59Z",
        "Xxx 30 00:00:00, 2026-11-24T20:00:00Z",
        "'', 2026-11-24T20:00:00Z",
    })
    void instant_isThatOfTheLineOrNow(String time, String expected) {
        ZonedDateTime now = Instant.parse("2026-11-24T20:00:00Z").atZone(ZoneOffset.UTC);

        assertThat(new Transition(time, "be/a", "DOWN", "").instant(now)).isEqualTo(expected);
    }

    private List<Event> events() {
        return history.events(event -> true, 100);
    }

    private static Collector.Conversation nobody() {
        HaproxyAddress address = HaproxyAddress.parse("unix:/s");
        HaproxyClient client = HaproxyClient.of(address, new HaproxyClient.Options(1, true));
        return new Collector.Conversation(
                client,
                Deadline.in(Duration.ofSeconds(1)),
                Snapshots.read(Dump.of("# pxname,svname,type,\n"), SnapshotRequest.everything()),
                MemoryBudget.unlimited().open(true, () -> false));
    }
}
