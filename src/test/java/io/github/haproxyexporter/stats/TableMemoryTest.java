package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.RecordedClient;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.FamilyFilter;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.scrape.ScrapeResult;
import io.github.haproxyexporter.scrape.TargetReader;
import io.github.haproxyexporter.testing.WideDump;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a result takes from the budget is what it takes of the heap. */
class TableMemoryTest {

    /** The budget of the daemon's default heap. */
    private static final long BUDGET = 96L << 20;

    private static final KnownColumns KNOWN = KnownColumns.load();
    private static final FamilyAssembler ASSEMBLER = new FamilyAssembler(
            Catalogue.load(), KNOWN, Profile.EXPORTER, ServerFilter.everything(), FamilyFilter.everything());
    private static final String INFO = "Version: 2.6\nPid: 1\n\n";

    private static List<Named<Supplier<String>>> answers() {
        return List.of(
                Named.of("small numbers", () -> numbers(3000, "7")),
                Named.of("large numbers", () -> numbers(3000, "12345678901")),
                Named.of("numbers beyond a long", () -> numbers(1000, "1234567890123456789")),
                Named.of("names", () -> names(20_000, "server-with-a-name-")));
    }

    private static List<Named<Supplier<String>>> oversized() {
        return List.of(
                Named.of("a million minimal rows", () -> names(1_000_000, "s")),
                Named.of("numbers beyond a long", () -> numbers(60_000, "1234567890123456789")),
                Named.of("long names", () -> names(110, "x".repeat(500_000))));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void read_takesWhatItNeeds(Supplier<String> answer) throws IOException {
        assertTakesWhatItNeeds(client(answer.get()), false);
    }

    @Test
    void read_busyServers_takesWhatTheirFamiliesNeedToo() throws IOException {
        assertTakesWhatItNeeds(client(WideDump.stat(4000)), true);
    }

    private static void assertTakesWhatItNeeds(RecordedClient text, boolean families) throws IOException {
        MemoryBudget budget = MemoryBudget.unlimited();
        List<Object> kept = new ArrayList<>();
        kept.add(read(text, budget, families));
        long before = heap();
        long taken = budget.used();
        int copies = 0;
        while (copies < 50 && heapNow() - before < 60L << 20) {
            kept.add(read(text, budget, families));
            copies++;
        }
        long grown = heap() - before;

        assertThat(budget.used() - taken).as("%s copies", copies).isCloseTo(grown, Percentage.withPercentage(30));
        assertThat(kept).hasSize(copies + 1);
    }

    @ParameterizedTest
    @MethodSource("oversized")
    void read_moreThanTheBudget_isTooLarge(Supplier<String> answer) {
        MemoryBudget budget = new MemoryBudget(BUDGET);

        assertThatThrownBy(() -> read(client(answer.get()), budget, true))
                .isInstanceOfSatisfying(
                        MemoryBudget.ExhaustedException.class,
                        e -> assertThat(e.isAlone()).isTrue());
    }

    /** A reader of its own for each, with a pool of its own, so that all texts are there once for each. */
    private static Object read(RecordedClient client, MemoryBudget budget, boolean families) throws IOException {
        if (!families) {
            SnapshotReader reader = new SnapshotReader(client, KNOWN);
            MemoryBudget.Share memory = budget.open(true, () -> false);
            Snapshot snapshot = reader.read(SnapshotRequest.everything(), Deadline.in(Duration.ofMinutes(1)), memory);
            memory.sending(() -> {});
            return Map.entry(reader, snapshot);
        }
        TargetReader reader = new TargetReader(client, new SnapshotReader(client, KNOWN), List.of(), ASSEMBLER);
        MemoryBudget.Share memory = budget.open(true, () -> false);
        ScrapeResult.Read read = reader.read(Selection.everything(), Deadline.in(Duration.ofMinutes(1)), memory);
        memory.sending(() -> {});
        return Map.entry(reader, read);
    }

    private static String names(int rows, String name) {
        return "# pxname,svname,type,\n"
                + IntStream.range(0, rows)
                        .mapToObj(row -> "p," + name + row + ",2,\n")
                        .collect(Collectors.joining());
    }

    private static RecordedClient client(String stat) {
        return new RecordedClient(INFO + stat + "\n");
    }

    private static String numbers(int rows, String figure) {
        List<String> columns = List.of(
                "scur,smax,stot,bin,bout,dreq,dresp,ereq,econ,eresp,wretr,wredis,weight,act,bck".split(",", -1));
        String cells = (figure + ",").repeat(columns.size());
        return "# pxname,svname,type," + String.join(",", columns) + ",\n"
                + IntStream.range(0, rows)
                        .mapToObj(row -> "p,s" + row + ",2," + cells + "\n")
                        .collect(Collectors.joining());
    }

    private static long heap() {
        System.gc();
        return heapNow();
    }

    private static long heapNow() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
