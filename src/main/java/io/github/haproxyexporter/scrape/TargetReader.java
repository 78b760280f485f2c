package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.stats.StatTable;
import io.github.haproxyexporter.stats.TextColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one target: {@code show info} and {@code show stat}, without which a scrape fails, then what its collectors bring. */
public final class TargetReader {

    /** Bytes of what families need for a row, and for a server that is DOWN: row numbers, labels and computed cells. */
    private static final long ROW = 48;

    private static final long DOWN_ROW = 128;

    private final HaproxyClient client;
    private final SnapshotReader reader;
    private final List<Collector> collectors;
    private final FamilyAssembler assembler;

    public TargetReader(
            HaproxyClient client, SnapshotReader reader, List<Collector> collectors, FamilyAssembler assembler) {
        this.client = client;
        this.reader = reader;
        this.collectors = List.copyOf(collectors);
        this.assembler = assembler;
    }

    /**
     * Reads what the selection needs.
     *
     * @param memory what the result takes its memory from
     * @throws HaproxyException when {@code show info} or {@code show stat} could not be read completely
     * @throws MemoryBudget.ExhaustedException when the memory is not enough
     */
    public ScrapeResult.Read read(Selection selection, Deadline deadline, MemoryBudget.Share memory)
            throws HaproxyException {
        List<Collector> wanted = collectors.stream()
                // A statistics page over HTTP takes no commands.
                .filter(collector -> client.takesCommands()
                        && AvailableCollectors.objects(List.of(collector.name())).stream()
                                .anyMatch(object -> assembler.wants(object, selection)))
                .toList();
        SnapshotRequest request = assembler.request(selection);
        for (Collector collector : wanted) {
            request = request.with(collector.columns());
        }
        Snapshot snapshot = reader.read(request, deadline, memory);
        memory.take(familyBytes(snapshot.table()));
        long required = snapshot.connectNanos() + snapshot.dumpNanos();
        List<ScrapeResult.CollectorRun> runs = new ArrayList<>();
        runs.add(new ScrapeResult.CollectorRun(AvailableCollectors.INFO, required, Optional.empty()));
        runs.add(new ScrapeResult.CollectorRun(AvailableCollectors.STAT, required, Optional.empty()));
        Collector.Conversation haproxy = new Collector.Conversation(client, deadline, snapshot, memory);
        Map<String, Records> records = new HashMap<>();
        wanted.forEach(collector -> runs.add(run(collector, haproxy, records)));
        records.values().forEach(each -> memory.take(each.rowBytes()));
        Snapshot whole = snapshot.with(records);
        return new ScrapeResult.Read(whole, assembler.families(whole, selection), List.copyOf(runs));
    }

    /** The selection in one spelling for all that bring the same families. */
    Selection normalized(Selection selection) {
        return assembler.normalized(selection);
    }

    /** Releases the memory of what is remembered between scrapes. */
    void forget() {
        reader.forget();
    }

    /** The error for an answer that does not fit into the memory. */
    HaproxyException tooLarge(Throwable cause) {
        return reader.tooLarge(cause);
    }

    private static long familyBytes(StatTable table) {
        long bytes = ROW * table.rows();
        TextColumn status = table.text("status");
        for (int row : table.rows(ObjectKind.SERVER)) {
            if (status.at(row).startsWith("DOWN")) {
                bytes += DOWN_ROW;
            }
        }
        return bytes;
    }

    private static ScrapeResult.CollectorRun run(
            Collector collector, Collector.Conversation haproxy, Map<String, Records> records) {
        long start = System.nanoTime();
        Optional<HaproxyException> error = Optional.empty();
        try {
            records.putAll(collector.collect(haproxy));
        } catch (HaproxyException e) {
            error = Optional.of(e);
        } catch (RuntimeException e) {
            error = Optional.of(new HaproxyException(
                    ErrorKind.MALFORMED, "the answer could not be understood, by a defect of the exporter", e));
        }
        return new ScrapeResult.CollectorRun(collector.name(), System.nanoTime() - start, error);
    }
}
