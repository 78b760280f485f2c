package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.FamilyFilter;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetReaderTest {

    @Test
    void read_whole_hasARunOfEachCollector() throws Exception {
        try (StubSocket stub = StubSocket.unix(Dump.haproxy26().script())) {
            ScrapeResult.Read read = read(stub, Selection.everything());

            assertThat(stub.commands())
                    .containsExactly(
                            "show info;show stat",
                            "show servers state",
                            "show table",
                            "show resolvers",
                            "show peers",
                            "show ssl sni",
                            "show ssl cert");
            assertThat(read.runs())
                    .extracting(ScrapeResult.CollectorRun::collector)
                    .containsExactly("info", "stat", "servers", "sticktables", "resolvers", "peers", "certificates");
            assertThat(read.runs()).allSatisfy(run -> assertThat(run.error()).isEmpty());
            assertThat(names(read)).contains("haproxy_sticktable_size", "haproxy_resolver_sent");
        }
    }

    @Test
    void read_collectorThatFails_costsItsOwnFamiliesOnly() throws Exception {
        Dump dump = Dump.haproxy26().with("show resolvers", "Permission denied".getBytes(StandardCharsets.UTF_8));
        try (StubSocket stub = StubSocket.unix(dump.script())) {
            ScrapeResult.Read read = read(stub, Selection.everything());

            assertThat(names(read))
                    .contains("haproxy_sticktable_size", "haproxy_server_status")
                    .noneMatch(name -> name.startsWith("haproxy_resolver"));
            assertThat(read.runs())
                    .filteredOn(run -> run.error().isPresent())
                    .extracting(ScrapeResult.CollectorRun::collector)
                    .containsExactly("resolvers");
        }
    }

    @Test
    void read_nothingOfACollectorWanted_itIsNotRun() throws Exception {
        try (StubSocket stub = StubSocket.unix(Dump.haproxy26().script())) {
            ScrapeResult.Read read = read(stub, Selection.of(List.of(Map.entry("scope", "listener"))));

            assertThat(stub.commands()).containsExactly("show info;show stat -1 8 -1");
            assertThat(read.runs())
                    .extracting(ScrapeResult.CollectorRun::collector)
                    .containsExactly("info", "stat");
        }
    }

    @Test
    void read_collectorThatHangs_endsAtTheDeadline() throws Exception {
        try (StubSocket stub = StubSocket.unix(Dump.haproxy26().script(), StubScript.hanging())) {
            ScrapeResult.Read read = reader(stub)
                    .read(
                            Selection.everything(),
                            Deadline.in(Duration.ofMillis(500)),
                            MemoryBudget.unlimited().open(true, () -> false));

            assertThat(read.runs().get(2).error())
                    .hasValueSatisfying(error -> assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT));
            assertThat(names(read)).contains("haproxy_server_status");
        }
    }

    @Test
    void read_withoutTheTable_fails() {
        Dump dump = Dump.haproxy26().with("show stat", "Permission denied".getBytes(StandardCharsets.UTF_8));
        try (StubSocket stub = StubSocket.unix(dump.script())) {
            assertThat(catchThrowableOfType(HaproxyException.class, () -> read(stub, Selection.everything())))
                    .isNotNull();
        }
    }

    private static List<String> names(ScrapeResult.Read read) {
        return read.families().stream().map(Family::name).toList();
    }

    private static ScrapeResult.Read read(StubSocket stub, Selection selection) throws HaproxyException {
        return reader(stub)
                .read(
                        selection,
                        Deadline.in(Duration.ofMinutes(1)),
                        MemoryBudget.unlimited().open(true, () -> false));
    }

    private static TargetReader reader(StubSocket stub) {
        return Snapshots.reader(
                HaproxyClient.of(HaproxyAddress.parse(stub.uri()), new HaproxyClient.Options(1 << 24, true)),
                new FamilyAssembler(
                        Catalogue.load(),
                        KnownColumns.load(),
                        Profile.PROMEX,
                        ServerFilter.everything(),
                        FamilyFilter.everything()));
    }
}
