package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.client.AnswerStream;
import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads snapshots of one HAProxy. Safe for use by several threads. Between snapshots it remembers names, the natures of
 * columns, how many rows there were and why servers are down, nothing else.
 */
public final class SnapshotReader {

    private static final Path PROC = Path.of("/proc");
    /** Bytes of what lines become, for each of their bytes. */
    private static final long LINES = 4;

    private static final StatTable NO_TABLE = new StatTable(List.of(), Map.of(), Map.of(), new byte[0], 0, 0);

    private final HaproxyClient client;
    private final KnownColumns known;
    private final Optional<HostProcess> hostProcess;
    private final Outages outages = new Outages();
    private final AtomicReference<TextPool> spare = new AtomicReference<>();
    private volatile int lastRows;
    private volatile KnownNatures natures = new KnownNatures("", Map.of());

    /** Natures, and the process that told them. */
    private record KnownNatures(String process, Map<String, Nature> byColumn) {}

    public SnapshotReader(HaproxyClient client, KnownColumns known) {
        this(client, known, Optional.empty());
    }

    /** A reader that adds to {@code show info} what the kernel says of the process; see {@link HostProcess}. */
    public SnapshotReader(HaproxyClient client, KnownColumns known, Optional<Path> pidFile) {
        this.client = client;
        this.known = known;
        boolean isLocal = client.address() instanceof HaproxyAddress.Unix
                || client.address() instanceof HaproxyAddress.AbstractUnix;
        this.hostProcess = pidFile.map(file -> new HostProcess(file, isLocal, PROC));
    }

    /** Reads with the memory of a process that does nothing else. */
    public Snapshot read(SnapshotRequest request, Deadline deadline) throws HaproxyException {
        try (MemoryBudget.Share memory = MemoryBudget.ofHeap().open(true, deadline::passed)) {
            return read(request, deadline, memory);
        } catch (MemoryBudget.ExhaustedException e) {
            throw tooLarge(e);
        }
    }

    /** The error for an answer that does not fit into the memory. */
    public HaproxyException tooLarge(Throwable cause) {
        return new HaproxyException(
                ErrorKind.TOO_LARGE,
                "reading " + client.address() + ": what came needs more than half of the memory; give the JVM more by"
                        + " -Xmx if this HAProxy is that large",
                cause);
    }

    /**
     * Reads all that the request names, completely or not at all.
     *
     * @param memory what the snapshot takes its memory from
     * @throws MemoryBudget.ExhaustedException when that is not enough
     * @throws HaproxyException when any part could not be read before the deadline
     */
    public Snapshot read(SnapshotRequest request, Deadline deadline, MemoryBudget.Share memory)
            throws HaproxyException {
        long start = System.nanoTime();
        boolean withInfo = request.info() && client.takesCommands();
        boolean withStat = !request.kinds().isEmpty() || !client.takesCommands();
        List<String> commands = new ArrayList<>();
        if (withInfo) {
            commands.add("show info");
        }
        if (withStat) {
            commands.add(request.statCommand());
        }
        Main main = commands.isEmpty()
                ? new Main(Optional.empty(), NO_TABLE, 0, 0)
                : client.exchange(commands, deadline, in -> readMain(in, request, withInfo, withStat, memory));
        Map<String, Nature> known = naturesFor(main, request.unknownColumns(), deadline);
        long nanos = System.nanoTime() - start - main.connectNanos();
        return new Snapshot(
                withHostProcess(main.info()), main.table(), Map.of(), known, main.connectNanos(), nanos, main.bytes());
    }

    /** Releases the memory of what is remembered between snapshots. */
    public void forget() {
        outages.forget();
        TextPool pool = spare.getAndSet(null);
        if (pool != null) {
            pool.clear();
        }
    }

    private Optional<ProcessInfo> withHostProcess(Optional<ProcessInfo> info) {
        if (hostProcess.isEmpty()) {
            return info;
        }
        ProcessInfo told = info.orElse(new ProcessInfo(Map.of()));
        Map<String, String> fields = new LinkedHashMap<>(told.fields());
        fields.putAll(hostProcess.get().read(told));
        return Optional.of(new ProcessInfo(fields));
    }

    private record Main(Optional<ProcessInfo> info, StatTable table, long connectNanos, long bytes) {}

    private Main readMain(
            AnswerStream in, SnapshotRequest request, boolean withInfo, boolean withStat, MemoryBudget.Share memory)
            throws IOException {
        RecordScanner scanner = new RecordScanner(in);
        Optional<ProcessInfo> info = withInfo ? Optional.of(ProcessInfo.read(scanner, in.source())) : Optional.empty();
        memory.take(LINES * scanner.lineBytes());
        StatTable table = withStat ? readTable(scanner, in.source(), request, memory) : NO_TABLE;
        outages.complete(table, info.map(ProcessInfo::process).orElse(""), memory.budget());
        return new Main(info, table, in.connectNanos(), in.count());
    }

    private StatTable readTable(
            RecordScanner scanner, String source, SnapshotRequest request, MemoryBudget.Share memory)
            throws IOException {
        TextPool mine = spare.getAndSet(null);
        TextPool pool = mine == null ? new TextPool(memory.budget().openCache()) : mine;
        try {
            StatTable table = new StatReader(
                            scanner, source, known, name -> wants(request, name), pool, memory, lastRows)
                    .read(client.takesCommands());
            lastRows = table.rows();
            return table;
        } finally {
            TextPool other = spare.getAndSet(pool);
            if (other != null) {
                other.clear();
            }
        }
    }

    /** Identifiers are kept too: they name the rows whose natures may have to be asked for. */
    private static boolean wants(SnapshotRequest request, String column) {
        return request.columns().test(column) || column.equals("iid") || column.equals("sid");
    }

    private Map<String, Nature> naturesFor(Main main, SnapshotRequest.UnknownColumns unknown, Deadline deadline)
            throws HaproxyException {
        if (main.info().isEmpty()) {
            return Map.of();
        }
        String process = main.info().get().process();
        KnownNatures last = natures;
        Map<String, Nature> remembered = last.process().equals(process) ? last.byColumn() : Map.of();
        Set<String> columns = unknownColumns(main.table(), unknown);
        columns.removeAll(remembered.keySet());
        List<String> commands = NatureReader.commands(main.table(), columns);
        if (commands.isEmpty()) {
            return remembered;
        }
        Map<String, Nature> read = client.exchange(
                commands, deadline, in -> NatureReader.read(new RecordScanner(in), in.source(), commands.size()));
        // Of the columns of this table only: a HAProxy whose columns change every time must not fill the memory.
        Map<String, Nature> all = new HashMap<>(remembered);
        all.keySet().retainAll(main.table().header());
        columns.forEach(column -> all.put(column, read.getOrDefault(column, Nature.UNKNOWN)));
        KnownNatures now = new KnownNatures(process, Map.copyOf(all));
        natures = now;
        return now.byColumn();
    }

    /** The columns that no documentation names and that hold a value somewhere. */
    private Set<String> unknownColumns(StatTable table, SnapshotRequest.UnknownColumns unknown) {
        Set<String> names = new LinkedHashSet<>();
        boolean module = false;
        for (String name : table.header()) {
            module |= name.equals(KnownColumns.MODULE_SEPARATOR);
            NumberColumn column = table.number(name);
            if (column != null
                    && !known.isKnown(name)
                    && (module ? unknown.modules() : unknown.own())
                    && NatureReader.firstValue(table, column) >= 0) {
                names.add(name);
            }
        }
        return names;
    }
}
