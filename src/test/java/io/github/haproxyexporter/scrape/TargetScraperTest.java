package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.RecordedClient;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.FamilyFilter;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.testing.LogLines;
import io.github.haproxyexporter.testing.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever breaks while HAProxy is read, the scrape ends with a result that says so. */
class TargetScraperTest {
    private static final HaproxyAddress ADDRESS = HaproxyAddress.parse("unix:/nowhere");

    @Test
    void scrape_withoutMemory_isTooLarge() {
        ScrapeResult result = scrape(new OutOfMemoryError("heap"), (target, read) -> {});

        assertThat(result).isInstanceOfSatisfying(ScrapeResult.Failed.class, failed -> {
            assertThat(failed.error().kind()).isEqualTo(ErrorKind.TOO_LARGE);
            assertThat(failed.error()).hasMessageContaining("-Xmx");
        });
    }

    @Test
    void scrape_byADefect_isNotReadAndLogged() {
        try (LogLines log = LogLines.of(TargetScraper.class)) {
            ScrapeResult result = scrape(new StackOverflowError(), (target, read) -> {
                throw new IllegalStateException("the listener fails too");
            });

            assertThat(result)
                    .isInstanceOfSatisfying(
                            ScrapeResult.Failed.class,
                            failed -> assertThat(failed.error().kind()).isEqualTo(ErrorKind.MALFORMED));
            assertThat(log.take())
                    .containsExactly(
                            "ERROR reading unix:/nowhere failed by a defect of the exporter",
                            "ERROR a reading of unix:/nowhere could not be noted");
        }
    }

    /** The table alone would fit into the budget of the default heap, its families do not. */
    @Test
    void scrape_ofAMillionRows_isTooLarge() {
        String rows = IntStream.range(0, 1_000_000)
                .mapToObj(row -> "p,s" + row + ",2,\n")
                .collect(Collectors.joining());
        ScrapeResult result = scrape(
                new RecordedClient("Version: 2.6\nPid: 1\n\n# pxname,svname,type,\n" + rows + "\n"),
                new MemoryBudget(96L << 20),
                (target, read) -> {});

        assertThat(result)
                .isInstanceOfSatisfying(
                        ScrapeResult.Failed.class,
                        failed -> assertThat(failed.error().kind()).isEqualTo(ErrorKind.TOO_LARGE));
    }

    /** As by a request that took the targets of before the reload. */
    @Test
    void scrape_ofATargetThatAReloadHasRemoved_isNotRead() {
        TargetScraper scraper =
                scraper(new Breaking(new AssertionError("asked")), MemoryBudget.unlimited(), (target, read) -> {});
        scraper.stop();

        for (int i = 0; i < 2; i++) {
            assertThat(scraper.scrape(Selection.everything(), Deadline.in(Duration.ofMinutes(1)))
                            .result())
                    .isInstanceOfSatisfying(
                            ScrapeResult.Failed.class,
                            failed -> assertThat(failed.error()).hasMessageContaining("a reload has removed it"));
        }
    }

    private static ScrapeResult scrape(Error error, ScrapeListener listener) {
        return scrape(new Breaking(error), MemoryBudget.unlimited(), listener);
    }

    private static ScrapeResult scrape(HaproxyClient client, MemoryBudget budget, ScrapeListener listener) {
        return scraper(client, budget, listener)
                .scrape(Selection.everything(), Deadline.in(Duration.ofMinutes(1)))
                .result();
    }

    private static TargetScraper scraper(HaproxyClient client, MemoryBudget budget, ScrapeListener listener) {
        KnownColumns known = KnownColumns.load();
        FamilyAssembler assembler = new FamilyAssembler(
                Catalogue.load(), known, Profile.EXPORTER, ServerFilter.everything(), FamilyFilter.everything());
        return new TargetScraper(
                new Target("haproxy", ADDRESS, Duration.ofMinutes(1)),
                Snapshots.reader(client, assembler),
                listener,
                budget);
    }

    private record Breaking(Error error) implements HaproxyClient {
        @Override
        public HaproxyAddress address() {
            return ADDRESS;
        }

        @Override
        public boolean takesCommands() {
            return true;
        }

        @Override
        public <T> T exchange(List<String> commands, Deadline deadline, AnswerReader<T> reader) {
            throw error;
        }
    }
}
