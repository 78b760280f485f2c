package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CachedCollectorTest {

    private static final Collector.Conversation FIRST = process(1);

    private final AtomicLong clock = new AtomicLong(-5);
    private int runs;
    private boolean failing;
    private final CachedCollector collector = new CachedCollector(
            new AvailableCollectors.CommandCollector("things", "thing", haproxy -> {
                runs++;
                if (failing) {
                    throw new HaproxyException(ErrorKind.TIMEOUT, "too late");
                }
                return Records.of(Map.of("run", Integer.toString(runs)));
            }),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            clock::get);

    @Test
    void collect_withinTheInterval_givesWhatWasReadAndItsAge() throws Exception {
        assertThat(text("things_data", "age")).isEqualTo("0");
        clock.addAndGet(Duration.ofMinutes(59).toNanos());

        assertThat(text("thing", "run")).isEqualTo("1");
        assertThat(text("things_data", "age")).isEqualTo("3540");

        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(text("thing", "run")).isEqualTo("2");
        assertThat(text("things_data", "age")).isEqualTo("0");
    }

    @Test
    void collect_newProcess_isReadAtOnce() throws Exception {
        collector.collect(FIRST);

        assertThat(collector.collect(process(2)).get("thing").text(0, "run")).isEqualTo("2");
    }

    @Test
    void collect_failure_lastsUntilTheNextAttempt() throws Exception {
        failing = true;
        assertThatThrownBy(() -> collector.collect(FIRST)).hasMessage("too late");
        failing = false;
        clock.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
        assertThatThrownBy(() -> collector.collect(FIRST)).hasMessage("too late");
        assertThat(runs).isEqualTo(1);

        clock.addAndGet(1);
        assertThat(text("thing", "run")).isEqualTo("2");
    }

    private String text(String object, String column) throws HaproxyException {
        return collector.collect(FIRST).get(object).text(0, column);
    }

    private static Collector.Conversation process(int pid) {
        Dump dump = Dump.of("# pxname,svname,type,\n")
                .with("show info", "Name: HAProxy\nVersion: 2.6.12\nPid: " + pid + "\n");
        return new Collector.Conversation(
                HaproxyClient.of(HaproxyAddress.parse("unix:/s"), new HaproxyClient.Options(1, true)),
                Deadline.in(Duration.ofMinutes(1)),
                Snapshots.read(dump, SnapshotRequest.everything()),
                MemoryBudget.unlimited().open(true, () -> true));
    }
}
