package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.metrics.Block.NumberBlock;
import io.github.haproxyexporter.metrics.Block.Scale;
import io.github.haproxyexporter.metrics.Numbers;
import java.math.BigDecimal;

/** The samples of a block of numbers: a line for each object that has one. */
final class NumberSection implements Section {

    private static final byte[] NAN = Bytes.utf8("NaN");

    /** The longest value: 64 characters that HAProxy sent, and what makes seconds of milliseconds. */
    private static final int MAX_VALUE = 72;

    private final NumberBlock block;
    private final Numbers numbers;
    private final boolean millis;
    private final boolean counts;
    private final EncodedLabels labels;
    private final byte[] before;
    private final byte[] after;

    /** How much of the encoded labels' ending is left away, for labels that follow. */
    private final int cut;

    /** Length of a line without its own labels and its value. */
    private final int around;

    /**
     * Makes a section.
     *
     * @param name of the samples
     * @param counts whether only values that OpenMetrics allows a counter are written: neither negative nor NaN
     */
    NumberSection(String name, NumberBlock block, boolean counts, EncodedLabels labels) {
        boolean unlabelled = block.rows().names().isEmpty();
        boolean bare = unlabelled && block.constant().isEmpty();
        this.block = block;
        this.numbers = block.numbers();
        this.millis = block.scale() == Scale.MILLIS;
        this.counts = counts;
        this.labels = labels;
        this.before = Bytes.utf8(bare ? name : name + "{");
        this.after = Bytes.utf8(
                bare
                        ? " "
                        : block.constant().isEmpty()
                                ? ""
                                : EncodedLabels.constant(block.constant(), unlabelled) + "} ");
        this.cut = after.length > 0 ? EncodedLabels.ENDING : 0;
        // The line feed too.
        this.around = before.length + after.length - cut + 1;
    }

    @Override
    public int lines() {
        return block.rows().size();
    }

    @Override
    public int longestLine() {
        return around + labels.longest() + MAX_VALUE;
    }

    /** Runs over every sample before the first is sent, so it looks at many at once, of which most have one digit. */
    @Override
    public long length(long[] values) {
        long sum = 0;
        for (int start = 0; start < lines(); start += values.length) {
            int end = Math.min(lines(), start + values.length);
            sum += (long) (end - start) * around + labels.at(end) - labels.at(start);
            if (!millis && numbers.areDigits(start, end)) {
                sum += end - start;
                continue;
            }
            numbers.copy(start, end, values);
            for (int line = start; line < end; line++) {
                long value = values[line - start];
                sum += isAbsent(value, line) ? -around - labels.length(line) : lengthOf(value, line);
            }
        }
        return sum;
    }

    @Override
    public int write(int from, Chunk chunk) {
        int line = from;
        for (int n = fitting(line, chunk.room()); n > 0; n = fitting(line, chunk.room())) {
            numbers.copy(line, line + n, chunk.values());
            chunk.setSize(write(line, n, chunk.values(), chunk.bytes(), chunk.size()));
            line += n;
        }
        return line;
    }

    /** Number of lines from one on that fit whatever their values are. */
    private int fitting(int line, int room) {
        int n = Math.min(lines() - line, Chunk.VALUES);
        while (n > 0 && n * (around + MAX_VALUE) + labels.at(line + n) - labels.at(line) > room) {
            n /= 2;
        }
        return n;
    }

    private int write(int start, int n, long[] values, byte[] out, int from) {
        byte[] name = before;
        byte[] encoded = labels.bytes();
        int at = from;
        int label = labels.at(start);
        for (int i = 0; i < n; i++) {
            int length = labels.length(start + i);
            long value = values[i];
            if (value >= 0 || !isAbsent(value, start + i)) {
                System.arraycopy(name, 0, out, at, name.length);
                at += name.length;
                System.arraycopy(encoded, label, out, at, length - cut);
                at += length - cut;
                if (after.length > 0) {
                    at = Bytes.write(after, out, at);
                }
                if (isDigit(value)) {
                    out[at++] = (byte) ('0' + value);
                } else {
                    at = writeValue(value, start + i, out, at);
                }
                out[at++] = '\n';
            }
            label += length;
        }
        return at;
    }

    /** Whether that is what is written: most values are 0. */
    private boolean isDigit(long value) {
        return value >= 0 && value <= 9 && !millis;
    }

    private boolean isAbsent(long value, int line) {
        if (value >= 0) {
            return false;
        }
        if (value == Numbers.EMPTY) {
            return counts || !block.nanWhenEmpty();
        }
        return counts && (value != Numbers.AS_TEXT || numbers.digits(line).startsWith("-"));
    }

    private int lengthOf(long value, int line) {
        if (value >= 0) {
            return millis ? Decimal.lengthOfMillis(value) : Decimal.length(value);
        }
        // Rare enough to be made only for its length.
        return writeValue(value, line, new byte[MAX_VALUE], 0);
    }

    private int writeValue(long value, int line, byte[] out, int at) {
        if (value == Numbers.EMPTY) {
            return Bytes.write(NAN, out, at);
        }
        if (value == Numbers.AS_TEXT) {
            String digits = numbers.digits(line);
            return Bytes.write(
                    Bytes.utf8(millis ? new BigDecimal(digits).movePointLeft(3).toPlainString() : digits), out, at);
        }
        return millis ? Decimal.writeMillis(value, out, at) : Decimal.write(value, out, at);
    }
}
