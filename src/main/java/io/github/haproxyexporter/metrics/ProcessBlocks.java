package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.metrics.Block.NumberBlock;
import io.github.haproxyexporter.metrics.Block.Scale;
import io.github.haproxyexporter.stats.NameServer;
import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.ProcessInfo;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.StickTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Makes the blocks of families that are about the process, its stick tables and its resolvers. */
final class ProcessBlocks {

    private final Snapshot snapshot;

    ProcessBlocks(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    List<Block> blocks(CatalogueRow row, Profile profile) {
        return switch (row.object()) {
            case "sticktable" -> stickTables(row);
            case "resolver" -> nameServers(row);
            default ->
                snapshot.info().map(info -> ofProcess(row, info, profile)).orElse(List.of());
        };
    }

    private static List<Block> ofProcess(CatalogueRow row, ProcessInfo info, Profile profile) {
        if (row.reading() == Reading.TEXT) {
            return texts(row, info);
        }
        String value = row.sources().stream()
                .map(info::get)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        NumberColumn number = NumberColumn.ofText(value);
        boolean empty = number.at(0) == NumberColumn.EMPTY;
        boolean nan = profile == Profile.PROMEX && row.nanWhenEmpty();
        if (empty && !nan) {
            return List.of();
        }
        return List.of(
                new NumberBlock(LabelRows.none(), List.of(), new Numbers(number, new int[] {0}), Scale.AS_IS, nan));
    }

    /** The labels' values name the fields that they come from; without the first of them there is nothing to say. */
    private static List<Block> texts(CatalogueRow row, ProcessInfo info) {
        if (row.sources().stream().allMatch(source -> info.get(source).isEmpty())) {
            return List.of();
        }
        List<Label> labels = new ArrayList<>();
        for (Label label : row.labels()) {
            labels.add(new Label(label.name(), info.get(label.value())));
        }
        return List.of(new NumberBlock(LabelRows.of(labels), List.of(), Numbers.of(1), Scale.AS_IS, false));
    }

    private List<Block> stickTables(CatalogueRow row) {
        List<StickTable> tables = snapshot.stickTables();
        ToLongFunction<StickTable> value = row.sources().get(0).equals("size") ? StickTable::size : StickTable::used;
        return block(
                List.of("name", "type"),
                tables.stream().map(StickTable::name).toArray(String[]::new),
                tables.stream().map(StickTable::type).toArray(String[]::new),
                tables.stream().mapToLong(value).toArray());
    }

    private List<Block> nameServers(CatalogueRow row) {
        String counter = row.sources().get(0);
        List<NameServer> servers = snapshot.nameServers().stream()
                .filter(server -> server.counters().containsKey(counter))
                .toList();
        return block(
                List.of("resolver", "nameserver"),
                servers.stream().map(NameServer::resolver).toArray(String[]::new),
                servers.stream().map(NameServer::name).toArray(String[]::new),
                servers.stream()
                        .map(NameServer::counters)
                        .map((Map<String, Long> counters) -> counters.getOrDefault(counter, 0L))
                        .mapToLong(Long::longValue)
                        .toArray());
    }

    private static List<Block> block(List<String> names, String[] first, String[] second, long[] values) {
        if (values.length == 0) {
            return List.of();
        }
        return List.of(
                new NumberBlock(LabelRows.of(names, first, second), List.of(), Numbers.of(values), Scale.AS_IS, false));
    }
}
