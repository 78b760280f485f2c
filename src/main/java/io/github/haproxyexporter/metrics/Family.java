package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.NumberColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A family of samples under one name. */
public record Family(String name, MetricType type, String help, List<Block> blocks) {

    public Family {
        blocks = List.copyOf(blocks);
    }

    /** A family of one sample with constant labels. */
    public static Family of(String name, MetricType type, String help, List<Label> labels, long value) {
        return new Family(
                name,
                type,
                help,
                List.of(new Block.NumberBlock(
                        LabelRows.none().with(labels), List.of(), Numbers.of(value), Block.Scale.AS_IS, false)));
    }

    /**
     * A family of a gauge with one label beside constant ones.
     *
     * @param values of the label
     * @param figures for each of them a decimal number
     */
    public static Family gauge(
            String name, String help, List<Label> labels, String label, String[] values, String... figures) {
        return new Family(
                name,
                MetricType.GAUGE,
                help,
                List.of(new Block.NumberBlock(
                        LabelRows.of(List.of(label), values).with(labels),
                        List.of(),
                        Numbers.of(NumberColumn.ofTexts(figures), figures.length),
                        Block.Scale.AS_IS,
                        false)));
    }

    /** The families of several targets, each family once, with the blocks of all. The type and help are those of the first. */
    public static List<Family> merged(List<List<Family>> targets) {
        if (targets.size() == 1) {
            return targets.get(0);
        }
        Map<String, Family> first = new LinkedHashMap<>();
        Map<String, List<Block>> blocks = new HashMap<>();
        for (List<Family> families : targets) {
            for (Family family : families) {
                first.putIfAbsent(family.name(), family);
                blocks.computeIfAbsent(family.name(), name -> new ArrayList<>()).addAll(family.blocks());
            }
        }
        return first.values().stream()
                .map(family -> new Family(
                        family.name(), family.type(), family.help(), blocks.getOrDefault(family.name(), List.of())))
                .toList();
    }
}
