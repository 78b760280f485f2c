package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.metrics.Label;
import io.github.haproxyexporter.metrics.LabelRows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The labels of every row as bytes, <code>backend="shop",server="web1"} </code>, one behind the other: they stand in every family
 * of their objects, and are encoded once.
 */
final class EncodedLabels {

    /** The length of what ends every row's labels: the brace and the space before the figure. */
    static final int ENDING = 2;

    /** Bytes that a row may need, to begin with. */
    private static final int USUAL_ROW = 64;

    private byte[] bytes;

    /** Where each row begins, and where the last one ends. */
    private final int[] starts;

    EncodedLabels(LabelRows rows) {
        bytes = new byte[USUAL_ROW * rows.size()];
        starts = new int[rows.size() + 1];
        byte[][] prefixes = new byte[rows.names().size()][];
        for (int label = 0; label < prefixes.length; label++) {
            prefixes[label] =
                    ((label == 0 ? "" : ",") + rows.names().get(label) + "=\"").getBytes(StandardCharsets.US_ASCII);
        }
        int size = 0;
        for (int row = 0; row < rows.size(); row++) {
            for (int label = 0; label < prefixes.length; label++) {
                size = append(prefixes[label], size);
                size = append(rows.value(row, label), size);
                bytes[size++] = '"';
            }
            ensure(size + ENDING);
            bytes[size++] = '}';
            bytes[size++] = ' ';
            starts[row + 1] = size;
        }
        bytes = Arrays.copyOf(bytes, size);
    }

    /** Labels that stand in every sample, as they follow others or stand alone. */
    static String constant(List<Label> labels, boolean first) {
        StringBuilder text = new StringBuilder();
        for (Label label : labels) {
            text.append(first && text.length() == 0 ? "" : ",")
                    .append(label.name())
                    .append("=\"")
                    .append(Escaping.labelValue(label.value()))
                    .append('"');
        }
        return text.toString();
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the row begins in {@link #bytes}, and where the one before it ends. */
    int at(int row) {
        return starts[row];
    }

    /** Length of the row's labels with their ending. */
    int length(int row) {
        return starts[row + 1] - starts[row];
    }

    /** About how many bytes it will take to encode rows, from the lengths of their texts. */
    static long estimate(LabelRows rows) {
        int labels = rows.names().size();
        long bytes = (long) rows.size() * (USUAL_ROW + 4L * Integer.BYTES);
        for (int row = 0; row < rows.size(); row++) {
            for (int label = 0; label < labels; label++) {
                bytes += rows.value(row, label).length();
            }
        }
        return bytes;
    }

    /** About how many bytes of memory it takes, with the texts' places that it was made from. */
    long memory() {
        return bytes.length + 4L * Integer.BYTES * starts.length;
    }

    private int append(byte[] piece, int size) {
        ensure(size + piece.length);
        System.arraycopy(piece, 0, bytes, size, piece.length);
        return size + piece.length;
    }

    /** Appends an escaped value; leaves room for a quote. */
    private int append(String value, int size) {
        byte[] encoded = Escaping.labelValue(value).getBytes(StandardCharsets.UTF_8);
        int end = append(encoded, size);
        ensure(end + 1);
        return end;
    }

    private void ensure(int length) {
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
        }
    }
}
