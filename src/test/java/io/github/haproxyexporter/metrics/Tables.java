package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.stats.StatTable;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.Snapshots;
import java.util.ArrayList;
import java.util.List;

/** Snapshots read as the exporter reads them, and families as text that a test can show. */
public final class Tables {

    private Tables() {}

    /** A table from its header and rows, without their trailing commas and the marks around them. */
    public static StatTable table(String header, String... rows) {
        return Snapshots.read(Dump.of(csv(header, rows)), SnapshotRequest.everything())
                .table();
    }

    public static String csv(String header, String... rows) {
        return "# " + header + ",\n" + String.join(",\n", rows) + ",\n";
    }

    public static FamilyAssembler assembler(Profile profile, ServerFilter filter) {
        return new FamilyAssembler(Catalogue.load(), KnownColumns.load(), profile, filter, FamilyFilter.everything());
    }

    /** The samples of all families, each as {@code name{label=value} figure}. */
    public static List<String> samples(List<Family> families) {
        List<String> samples = new ArrayList<>();
        for (Family family : families) {
            for (Block block : family.blocks()) {
                if (block instanceof Block.NumberBlock numbers) {
                    add(samples, family.name(), numbers);
                } else if (block instanceof Block.StateBlock states) {
                    add(samples, family.name(), states);
                }
            }
        }
        return samples;
    }

    private static void add(List<String> samples, String name, Block.NumberBlock block) {
        for (int row = 0; row < block.rows().size(); row++) {
            long value = block.numbers().at(row);
            if (value != Numbers.EMPTY || block.nanWhenEmpty()) {
                StringBuilder labels = labels(block.rows(), row);
                block.constant().forEach(label -> label(labels, label.name(), label.value()));
                String figure = value == Numbers.EMPTY
                        ? "NaN"
                        : value == Numbers.AS_TEXT ? block.numbers().digits(row) : Long.toString(value);
                samples.add(name + "{" + labels + "} " + figure + (block.scale() == Block.Scale.MILLIS ? "ms" : ""));
            }
        }
    }

    private static void add(List<String> samples, String name, Block.StateBlock block) {
        for (int row = 0; row < block.rows().size(); row++) {
            long current = block.current().at(row);
            for (int state = 0; state < block.names().size() && current != Block.StateBlock.ABSENT; state++) {
                StringBuilder labels = labels(block.rows(), row);
                label(labels, "state", block.names().get(state));
                samples.add(name + "{" + labels + "} " + (state == current ? 1 : 0));
            }
        }
    }

    private static StringBuilder labels(LabelRows rows, int row) {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < rows.names().size(); i++) {
            label(labels, rows.names().get(i), rows.value(row, i));
        }
        return labels;
    }

    private static void label(StringBuilder labels, String name, String value) {
        labels.append(labels.length() == 0 ? "" : ",").append(name).append('=').append(value);
    }
}
