package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.metrics.Block;
import io.github.haproxyexporter.metrics.Block.NumberBlock;
import io.github.haproxyexporter.metrics.Block.Scale;
import io.github.haproxyexporter.metrics.Block.StateBlock;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.LabelRows;
import io.github.haproxyexporter.metrics.MetricType;
import io.github.haproxyexporter.metrics.Numbers;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes families in one of the formats, straight from their columns to bytes. One for each answer. */
public final class FamilyEncoder {

    private static final int BUFFER = 1 << 16;
    private static final String TOTAL = "_total";
    private static final byte[] NAN = ascii("NaN");

    private final Format format;
    private final ByteBuilder bytes;
    private final Map<LabelRows, EncodedLabels> labels = new HashMap<>();

    public FamilyEncoder(Format format, OutputStream out) {
        this.format = format;
        this.bytes = new ByteBuilder(out, BUFFER);
    }

    /** Writes all families. The stream is neither flushed nor closed. */
    public void write(List<Family> families) throws IOException {
        for (Family family : families) {
            write(family);
        }
        bytes.flush();
    }

    private void write(Family family) throws IOException {
        String name = metadataName(family);
        // OpenMetrics wants the type first; text 0.0.4 is used to the help first.
        if (format == Format.OPEN_METRICS) {
            writeType(name, family);
            writeHelp(name, family);
        } else {
            writeHelp(name, family);
            writeType(name, family);
        }
        for (Block block : family.blocks()) {
            if (block instanceof NumberBlock numbers) {
                write(family.name(), numbers, format == Format.OPEN_METRICS && isProperCounter(family));
            } else if (block instanceof StateBlock states) {
                write(family.name(), states);
            }
        }
    }

    private void writeHelp(String name, Family family) throws IOException {
        bytes.append("# HELP ")
                .append(name)
                .append((byte) ' ')
                .append(Escaping.help(family.help(), format))
                .append((byte) '\n');
    }

    private void writeType(String name, Family family) throws IOException {
        bytes.append("# TYPE ")
                .append(name)
                .append((byte) ' ')
                .append(typeName(family))
                .append((byte) '\n');
    }

    /** In OpenMetrics a counter's family goes without the ending that its samples have. */
    private String metadataName(Family family) {
        return format == Format.OPEN_METRICS && isProperCounter(family)
                ? family.name().substring(0, family.name().length() - TOTAL.length())
                : family.name();
    }

    /** A counter whose name lacks {@code _total} cannot be one in OpenMetrics, and names must not differ between formats. */
    private String typeName(Family family) {
        if (family.type() == MetricType.UNKNOWN
                || (format == Format.OPEN_METRICS && family.type() == MetricType.COUNTER && !isProperCounter(family))) {
            return format == Format.OPEN_METRICS ? "unknown" : "untyped";
        }
        return family.type().name().toLowerCase(Locale.ROOT);
    }

    private static boolean isProperCounter(Family family) {
        return family.type() == MetricType.COUNTER && family.name().endsWith(TOTAL);
    }

    /** @param counts whether only figures that OpenMetrics allows a counter are written: neither negative nor NaN */
    private void write(String name, NumberBlock block, boolean counts) throws IOException {
        EncodedLabels rows = labels.computeIfAbsent(block.rows(), EncodedLabels::new);
        boolean unlabelled = block.rows().names().isEmpty();
        boolean bare = unlabelled && block.constant().isEmpty();
        byte[] before = ascii(bare ? name : name + "{");
        byte[] after = utf8(bare ? " " : EncodedLabels.constant(block.constant(), unlabelled) + "} ");
        Numbers numbers = block.numbers();
        boolean millis = block.scale() == Scale.MILLIS;
        int size = block.rows().size();
        for (int row = 0; row < size; row++) {
            long value = numbers.at(row);
            if ((value == Numbers.EMPTY && !block.nanWhenEmpty()) || (counts && !isCount(numbers, row))) {
                continue;
            }
            bytes.append(before)
                    .append(rows.bytes(), rows.from(row), rows.to(row))
                    .append(after);
            if (value == Numbers.EMPTY) {
                bytes.append(NAN);
            } else if (value == Numbers.AS_TEXT) {
                bytes.append(text(numbers.digits(row), millis));
            } else if (millis) {
                bytes.appendMillis(value);
            } else {
                bytes.append(value);
            }
            bytes.append((byte) '\n');
        }
    }

    private void write(String name, StateBlock block) throws IOException {
        EncodedLabels rows = labels.computeIfAbsent(block.rows(), EncodedLabels::new);
        byte[] before = ascii(name + "{");
        byte[][] after = new byte[block.names().size()][];
        for (int state = 0; state < after.length; state++) {
            after[state] = utf8(",state=\"" + Escaping.labelValue(block.names().get(state)) + "\"} ");
        }
        int size = block.rows().size();
        for (int row = 0; row < size; row++) {
            long current = block.current().at(row);
            if (current == StateBlock.ABSENT) {
                continue;
            }
            for (int state = 0; state < after.length; state++) {
                bytes.append(before)
                        .append(rows.bytes(), rows.from(row), rows.to(row))
                        .append(after[state])
                        .append((byte) (state == current ? '1' : '0'))
                        .append((byte) '\n');
            }
        }
    }

    private static boolean isCount(Numbers numbers, int row) {
        long value = numbers.at(row);
        return value == Numbers.AS_TEXT ? !numbers.digits(row).startsWith("-") : value >= 0;
    }

    private static String text(String digits, boolean millis) {
        return millis ? new BigDecimal(digits).movePointLeft(3).toPlainString() : digits;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
