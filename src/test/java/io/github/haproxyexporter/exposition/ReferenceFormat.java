package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.metrics.Block;
import io.github.haproxyexporter.metrics.Block.NumberBlock;
import io.github.haproxyexporter.metrics.Block.Scale;
import io.github.haproxyexporter.metrics.Block.StateBlock;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.Label;
import io.github.haproxyexporter.metrics.LabelRows;
import io.github.haproxyexporter.metrics.MetricType;
import io.github.haproxyexporter.metrics.Numbers;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The same families through the Prometheus client's own encoder, one object for each sample. */
final class ReferenceFormat {
    private static final String TOTAL = "_total";

    private final Format format;

    ReferenceFormat(Format format) {
        this.format = format;
    }

    /** What {@link TextFormat} makes of the families. */
    String encode(List<Family> families) throws IOException {
        List<MetricFamilySamples> samples =
                families.stream().map(this::converted).toList();
        StringWriter out = new StringWriter();
        if (format == Format.OPEN_METRICS) {
            TextFormat.writeOpenMetrics100(out, Collections.enumeration(samples));
        } else {
            TextFormat.write004(out, Collections.enumeration(samples));
        }
        return out.toString();
    }

    /** Whether it is a counter that the client would give another name. */
    static boolean isCounterWithoutTotal(Family family) {
        return family.type() == MetricType.COUNTER && !family.name().endsWith(TOTAL);
    }

    private MetricFamilySamples converted(Family family) {
        List<Sample> samples = new ArrayList<>();
        for (Block block : family.blocks()) {
            for (int row = 0; row < block.rows().size(); row++) {
                if (block instanceof NumberBlock numbers) {
                    add(samples, family, numbers, row);
                } else if (block instanceof StateBlock states) {
                    add(samples, family.name(), states, row);
                }
            }
        }
        return new MetricFamilySamples(family.name(), type(family), family.help(), samples);
    }

    private void add(List<Sample> samples, Family family, NumberBlock block, int row) {
        long figure = block.numbers().at(row);
        double value = value(block, row);
        boolean counts = type(family) == Collector.Type.COUNTER && format == Format.OPEN_METRICS;
        boolean absent = figure == Numbers.EMPTY && !block.nanWhenEmpty();
        // OpenMetrics has no counter that is negative or NaN, and the client does not look.
        if (!absent && !(counts && !(value >= 0))) {
            List<Label> labels = labels(block.rows(), row);
            labels.addAll(block.constant());
            samples.add(sample(family.name(), labels, value));
        }
    }

    private static double value(NumberBlock block, int row) {
        long figure = block.numbers().at(row);
        if (figure == Numbers.EMPTY) {
            return Double.NaN;
        }
        BigDecimal exact =
                figure == Numbers.AS_TEXT ? new BigDecimal(block.numbers().digits(row)) : BigDecimal.valueOf(figure);
        return (block.scale() == Scale.MILLIS ? exact.movePointLeft(3) : exact).doubleValue();
    }

    private static void add(List<Sample> samples, String name, StateBlock block, int row) {
        long current = block.current().at(row);
        for (int state = 0; state < block.names().size() && current != StateBlock.ABSENT; state++) {
            List<Label> labels = labels(block.rows(), row);
            labels.add(new Label("state", block.names().get(state)));
            samples.add(sample(name, labels, state == current ? 1 : 0));
        }
    }

    private static List<Label> labels(LabelRows rows, int row) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < rows.names().size(); i++) {
            labels.add(new Label(rows.names().get(i), rows.value(row, i)));
        }
        return labels;
    }

    private static Sample sample(String name, List<Label> labels, double value) {
        return new Sample(
                name,
                labels.stream().map(Label::name).toList(),
                labels.stream().map(Label::value).toList(),
                value);
    }

    private Collector.Type type(Family family) {
        if (isCounterWithoutTotal(family)) {
            return format == Format.OPEN_METRICS ? Collector.Type.UNKNOWN : Collector.Type.GAUGE;
        }
        return switch (family.type()) {
            case COUNTER -> Collector.Type.COUNTER;
            case GAUGE -> Collector.Type.GAUGE;
            case UNKNOWN -> Collector.Type.UNKNOWN;
        };
    }
}
