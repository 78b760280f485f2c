package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.RecordedClient;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Catalogue;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.FamilyAssembler;
import io.github.haproxyexporter.metrics.FamilyFilter;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.metrics.ServerFilter;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.WideDump;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The parts of a scrape and the whole of one, from a recorded dump; the JVM as the launcher starts it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m"})
public class ScrapeBenchmark {

    private static final String HOSTILE = "say \"hi\"\\,\nthere";

    @Param({"100", "10000"})
    private int servers;

    private final Selection selection = Selection.everything();
    private final FamilyAssembler assembler = new FamilyAssembler(
            Catalogue.load(),
            KnownColumns.load(),
            Profile.EXPORTER,
            ServerFilter.everything(),
            FamilyFilter.everything());
    private final ExpositionWriter writer = new ExpositionWriter();
    private final Chunk chunk = new Chunk(Chunk.SIZE);

    private String stat = "";
    private SnapshotReader reader = new SnapshotReader(new RecordedClient(""), KnownColumns.load());
    private Snapshot snapshot;
    private List<Family> families = List.of();
    private Exposition exposition = new Exposition(List.of(), Format.TEXT);

    /** Reads the dump once. */
    @Setup
    public void setUp() throws IOException {
        stat = WideDump.stat(servers);
        reader = new SnapshotReader(
                new RecordedClient(Dump.haproxy26().text("show info") + stat + "\n"), KnownColumns.load());
        snapshot = parse();
        families = assemble();
        exposition = plan();
    }

    /** Bytes to a table, as they come from a socket. */
    @Benchmark
    public Snapshot parse() throws IOException {
        return reader.read(assembler.request(selection), Deadline.in(Duration.ofMinutes(1)));
    }

    /** What parsing would cost if Commons CSV were given every row: cells as texts, not yet as numbers. */
    @Benchmark
    public long parseByCommonsCsv() {
        long cells = 0;
        try (CSVParser parser = CSVParser.parse(new StringReader(stat), CSVFormat.RFC4180)) {
            for (CSVRecord row : parser) {
                cells += row.size();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cells;
    }

    /** A table to families. */
    @Benchmark
    public List<Family> assemble() {
        return assembler.families(snapshot, selection);
    }

    /** Labels to bytes, and the length of the answer. */
    @Benchmark
    public Exposition plan() {
        return new Exposition(families, Format.TEXT);
    }

    /** Families to bytes. */
    @Benchmark
    public byte[] encode() {
        Exposition.Encoder encoder = exposition.new Encoder();
        while (!encoder.isDone()) {
            encoder.fill(chunk);
        }
        return chunk.bytes();
    }

    /** All label values of a table, and one of other people's making. */
    @Benchmark
    public String escapeLabels() {
        String last = Escaping.labelValue(HOSTILE);
        for (int row = 0; row < snapshot.table().rows(); row++) {
            last = Escaping.labelValue(snapshot.table().service(row));
        }
        return last;
    }

    /** From the dump to the last byte of the answer. */
    @Benchmark
    public void scrape() throws IOException {
        send(false);
    }

    /** The same with compression. */
    @Benchmark
    public void scrapeGzip() throws IOException {
        send(true);
    }

    private void send(boolean gzip) throws IOException {
        List<Family> read = assembler.families(parse(), selection);
        try (MemoryBudget.Share memory = MemoryBudget.ofHeap().open(true, () -> false)) {
            Exposition answer = writer.prepare(read, Format.TEXT, memory);
            if (gzip) {
                try (GzipStream out = new GzipStream(OutputStream.nullOutputStream())) {
                    writer.write(answer, out);
                    out.finish();
                }
            } else {
                writer.write(answer, OutputStream.nullOutputStream());
            }
        }
    }
}
