package io.github.haproxyexporter.metrics;

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
}
