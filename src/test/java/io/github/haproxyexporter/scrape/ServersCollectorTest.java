package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import io.github.haproxyexporter.testing.StubSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServersCollectorTest {

    private static final String STATES =
            "1\n# be_id be_name srv_id srv_name srv_addr srv_admin_state srv_fqdn srv_port\n"
                    + "3 shop 1 web1 127.0.0.1 1 - 80\n3 shop 2 web2 - 0 a.example 81\n3 gone 1 web1 127.0.0.1 0 - 80\nodd\n";

    private final AtomicLong clock = new AtomicLong();
    private final ServersCollector collector = new ServersCollector(clock::get);

    @Test
    void collect_servers_areThoseOfTheTable() throws Exception {
        try (StubSocket stub =
                StubSocket.unix(Dump.of("").with("show servers state", STATES).script())) {
            Map<String, Records> records = collector.collect(haproxy(stub, "MAINT", "UP"));

            assertThat(records.get(ServersCollector.INFO).rows())
                    .containsExactly(
                            new String[] {"shop", "web1", "127.0.0.1:80", "", "", "MAINT"},
                            new String[] {"shop", "web2", "", "a.example", "shop/web1", "UP"});
            assertThat(records.get(ServersCollector.OUT_OF_SERVICE).rows())
                    .containsExactly(new String[] {"shop", "web1", "MAINT", "command", "MAINT"});
        }
    }

    @Test
    void collect_again_asksWhenAStatusChangedOrAMinuteIsOver() throws Exception {
        try (StubSocket stub =
                StubSocket.unix(Dump.of("").with("show servers state", STATES).script())) {
            collector.collect(haproxy(stub, "MAINT", "UP"));
            clock.addAndGet(Duration.ofSeconds(59).toNanos());
            collector.collect(haproxy(stub, "MAINT", "UP"));
            assertThat(stub.connections()).isEqualTo(1);

            collector.collect(haproxy(stub, "MAINT", "DOWN"));
            assertThat(stub.connections()).isEqualTo(2);

            clock.addAndGet(Duration.ofSeconds(60).toNanos());
            collector.collect(haproxy(stub, "MAINT", "DOWN"));
            assertThat(stub.connections()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5, MAINT, configuration",
        "1, MAINT, command",
        "8, DRAIN, command",
        "8, DRAIN (agent), agent",
        "2, MAINT (via shop/web1), tracked",
        "16, DRAIN, tracked",
        "32, MAINT (resolution), resolution",
        "0, MAINT, ''",
        "x, MAINT, ''",
        "12345678, MAINT, ''",
    })
    void cause_flags_isTheFirstThatApplies(String flags, String status, String cause) {
        assertThat(ServersCollector.cause(flags, status)).isEqualTo(cause);
    }

    private static Collector.Conversation haproxy(StubSocket stub, String first, String second) {
        Dump dump = Dump.of("# pxname,svname,type,status,tracked,\nshop,web1,2," + first + ",,\nshop,web2,2," + second
                + ",shop/web1,\n");
        HaproxyClient client =
                HaproxyClient.of(HaproxyAddress.parse(stub.uri()), new HaproxyClient.Options(1 << 20, true));
        return new Collector.Conversation(
                client,
                Deadline.in(Duration.ofMinutes(1)),
                Snapshots.read(dump, SnapshotRequest.everything()),
                MemoryBudget.unlimited().open(true, () -> true));
    }
}
