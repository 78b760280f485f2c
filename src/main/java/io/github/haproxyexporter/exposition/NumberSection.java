package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.metrics.Block.NumberBlock;
import io.github.haproxyexporter.metrics.Block.Scale;
import io.github.haproxyexporter.metrics.Numbers;
import java.math.BigDecimal;

/** The samples of a block of figures: a line for each object that has one. */
final class NumberSection implements Section {

    private static final byte[] NAN = Bytes.ascii("NaN");

    private final NumberBlock block;
    private final Numbers numbers;
    private final boolean millis;
    private final boolean counts;
    private final EncodedLabels labels;
    private final byte[] before;
    private final byte[] after;

    /** How much of the encoded labels' ending is left away, for labels that follow. */
    private final int cut;

    private final int around;

    /**
     * Makes a section.
     *
     * @param name of the samples
     * @param counts whether only figures that OpenMetrics allows a counter are written: neither negative nor NaN
     */
    NumberSection(String name, NumberBlock block, boolean counts, EncodedLabels labels) {
        boolean unlabelled = block.rows().names().isEmpty();
        boolean bare = unlabelled && block.constant().isEmpty();
        this.block = block;
        this.numbers = block.numbers();
        this.millis = block.scale() == Scale.MILLIS;
        this.counts = counts;
        this.labels = labels;
        this.before = Bytes.ascii(bare ? name : name + "{");
        if (bare) {
            this.after = Bytes.ascii(" ");
        } else if (block.constant().isEmpty()) {
            this.after = new byte[0];
        } else {
            this.after = Bytes.utf8(EncodedLabels.constant(block.constant(), unlabelled) + "} ");
        }
        this.cut = bare || !block.constant().isEmpty() ? EncodedLabels.ENDING : 0;
        // The line feed too.
        this.around = before.length + after.length - cut + 1;
    }

    @Override
    public int lines() {
        return block.rows().size();
    }

    @Override
    public int length(int line) {
        return length(numbers.at(line), line);
    }

    private int length(long value, int line) {
        if (isAbsent(value, line)) {
            return 0;
        }
        return around + labels.length(line) + lengthOf(value, line);
    }

    /** As the default does, without a call for each line: it runs over every sample before the first is sent. */
    @Override
    public int measure(int from, Tally tally, int most, long[] figures) {
        int lines = lines();
        int sum = tally.length();
        for (int start = from; start < lines; start += figures.length) {
            int end = Math.min(lines, start + figures.length);
            int run = lengthOfRun(start, end, figures);
            if (run >= 0 && sum + run <= most) {
                sum += run;
                continue;
            }
            for (int line = start; line < end; line++) {
                int length = length(line);
                if (sum + length > most && sum > 0) {
                    tally.set(sum);
                    return line;
                }
                sum += length;
            }
        }
        tally.set(sum);
        return lines;
    }

    /** Length of several lines at once, of which most have one digit; negative when one of them has anything but a plain figure. */
    private int lengthOfRun(int start, int end, long[] figures) {
        int values;
        if (!millis && numbers.areDigits(start, end)) {
            values = end - start;
        } else {
            values = 0;
            numbers.copy(start, end, figures);
            for (int i = 0; i < end - start; i++) {
                long value = figures[i];
                if (value < 0) {
                    return -1;
                }
                values += millis ? Decimal.lengthOfMillis(value) : Decimal.length(value);
            }
        }
        return values + (end - start) * around + labels.at(end) - labels.at(start);
    }

    @Override
    public int write(int from, int to, PieceBuffer buffer, int at) {
        long[] figures = buffer.figures();
        int end = at;
        for (int start = from; start < to; start += figures.length) {
            int n = Math.min(to - start, figures.length);
            numbers.copy(start, start + n, figures);
            end = write(start, n, figures, buffer.bytes(), end);
        }
        return end;
    }

    private int write(int start, int n, long[] figures, byte[] out, int from) {
        byte[] name = before;
        byte[] encoded = labels.bytes();
        int at = from;
        int label = labels.at(start);
        for (int i = 0; i < n; i++) {
            int length = labels.length(start + i);
            long value = figures[i];
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

    /** Whether that is what is written: most figures are 0. */
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
        if (isDigit(value)) {
            return 1;
        }
        if (value == Numbers.EMPTY) {
            return NAN.length;
        }
        if (value == Numbers.AS_TEXT) {
            return text(line).length();
        }
        return millis ? Decimal.lengthOfMillis(value) : Decimal.length(value);
    }

    private int writeValue(long value, int line, byte[] out, int at) {
        if (value == Numbers.EMPTY) {
            return Bytes.write(NAN, out, at);
        }
        if (value == Numbers.AS_TEXT) {
            return Bytes.write(Bytes.ascii(text(line)), out, at);
        }
        return millis ? Decimal.writeMillis(value, out, at) : Decimal.write(value, out, at);
    }

    private String text(int line) {
        String digits = numbers.digits(line);
        return millis ? new BigDecimal(digits).movePointLeft(3).toPlainString() : digits;
    }
}
