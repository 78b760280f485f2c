package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.NumberColumn;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A family of samples under one name. */
public record Family(String name, MetricType type, String help, List<Block> blocks) {

    public Family {
        blocks = List.copyOf(blocks);
    }

    /** A family of one sample with constant labels. */
    public static Family of(String name, MetricType type, String help, long value) {
        return new Family(name, type, help, List.of(new Block.NumberBlock(LabelRows.none(), Numbers.of(value))));
    }

    /**
     * A family of a gauge with one label.
     *
     * @param values of the label
     * @param figures for each of them a decimal number
     */
    public static Family gauge(String name, String help, String label, String[] values, String... figures) {
        return new Family(
                name,
                MetricType.GAUGE,
                help,
                List.of(new Block.NumberBlock(
                        LabelRows.of(List.of(label), values),
                        Numbers.of(NumberColumn.ofTexts(figures), figures.length))));
    }

    /** The families of one target, and the labels that name it among others. */
    public record OfTarget(List<Label> labels, List<Family> families) {}

    /**
     * The families of several targets, each family once with the samples of all, which carry the labels of their target before their
     * own. Type and help are those of the first.
     */
    public static List<Family> merged(List<OfTarget> targets) {
        Map<String, Family> merged = new LinkedHashMap<>();
        for (OfTarget target : targets) {
            IdentityHashMap<LabelRows, LabelRows> labelled = new IdentityHashMap<>();
            for (Family family : target.families()) {
                List<Block> blocks = family.blocks().stream()
                        .map(block ->
                                block.of(labelled.computeIfAbsent(block.rows(), rows -> rows.with(target.labels()))))
                        .toList();
                merged.merge(
                        family.name(), new Family(family.name(), family.type(), family.help(), blocks), Family::with);
            }
        }
        return List.copyOf(merged.values());
    }

    /** The samples of another one after those of this one. */
    Family with(Family other) {
        List<Block> all = new ArrayList<>(blocks);
        all.addAll(other.blocks());
        return new Family(name, type, help, all);
    }
}
