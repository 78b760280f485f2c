package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.NumberColumn;
import java.util.List;

/** A family of samples under one name. */
public record Family(String name, MetricType type, String help, List<Block> blocks) {

    public Family {
        blocks = List.copyOf(blocks);
    }

    /** A family of one sample without labels. */
    public static Family of(String name, MetricType type, String help, long value) {
        return new Family(
                name,
                type,
                help,
                List.of(new Block.NumberBlock(
                        LabelRows.none(), List.of(), Numbers.of(value), Block.Scale.AS_IS, false)));
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
                        List.of(),
                        Numbers.of(NumberColumn.ofTexts(figures), figures.length),
                        Block.Scale.AS_IS,
                        false)));
    }
}
