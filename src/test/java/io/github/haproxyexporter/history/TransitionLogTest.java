package io.github.haproxyexporter.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "[WARNING]  (7) : | ''",
            })
    void parse_anySyslogForm_findsTimeServerAndReason(String prefix, String time) {
        assertThat(TransitionLog.parse(prefix + " " + DOWN))
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
                "Server a/b is going DOWN for maintenance. 0 active and 0 backup servers left. | a/b | DOWN",
                "Server a/b is UP/READY (leaving forced maintenance). | a/b | UP",
                "Health check for server a/b failed, reason: Layer4 timeout, status: 2/3 UP. | a/b | check failed",
            })
    void parse_otherWordings_areUnderstood(String line, String server, String state) {
        Optional<Transition> transition = TransitionLog.parse(line);
        assertThat(transition.map(Transition::server)).contains(server);
        assertThat(transition.map(Transition::state)).contains(state);
    }

    @Test
    void read_longLog_keepsTheLastOnesOfEachServer() throws IOException {
        StringBuilder text = new StringBuilder("no transition at all\n");
        for (int i = 0; i < 20; i++) {
            text.append("Server a/b is DOWN, reason: number " + i + ".\n");
        }
        TransitionLog log = TransitionLog.read(new BufferedReader(new StringReader(text.toString())));
        assertThat(log.of("a/b")).hasSize(5);
        assertThat(log.of("a/b").get(4).reason()).isEqualTo("number 19");
        assertThat(log.of("a/c")).isEmpty();
    }

    @Property
    void read_anyText_neverFails(@ForAll String text) throws IOException {
        assertThat(TransitionLog.read(new BufferedReader(new StringReader(text + "\n" + DOWN)))
                        .of("shop/web1"))
                .hasSize(1);
    }
}
