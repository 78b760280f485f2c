package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.metrics.Label;
import io.github.haproxyexporter.metrics.LabelRows;
import java.util.Arrays;
import java.util.List;

/**
 * The labels of every row as bytes, <code>backend="shop",server="web1"} </code>, one behind the other: they stand in every family
 * of their objects, and are encoded once.
 */
final class EncodedLabels {

    /** The length of what ends every row's labels: the brace and the space before the value. */
    static final int ENDING = 2;

    /** Bytes that a row may need, to begin with. */
    private static final int USUAL_ROW = 64;

    private byte[] bytes;
    private int size;

    /** Where each row begins, and where the last one ends. */
    private final int[] starts;

    private int longest;

    EncodedLabels(LabelRows rows) {
        bytes = new byte[USUAL_ROW * (rows.size() + 1)];
        starts = new int[rows.size() + 1];
        int labels = rows.names().size();
        byte[][] prefixes = new byte[labels][];
        for (int label = 0; label < labels; label++) {
            prefixes[label] = Bytes.utf8((label == 0 ? "" : ",") + rows.names().get(label) + "=\"");
        }
        String[] previous = new String[labels];
        byte[][] encoded = new byte[labels][];
        for (int row = 0; row < rows.size(); row++) {
            for (int label = 0; label < labels; label++) {
                String value = rows.value(row, label);
                if (!value.equals(previous[label])) {
                    // The servers of a backend follow each other.
                    previous[label] = value;
                    encoded[label] = Bytes.utf8(Escaping.labelValue(value));
                }
                append(prefixes[label]);
                append(encoded[label]);
                bytes[size++] = '"';
            }
            bytes[size++] = '}';
            bytes[size++] = ' ';
            starts[row + 1] = size;
            longest = Math.max(longest, length(row));
        }
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

    /** Length of the longest row's labels. */
    int longest() {
        return longest;
    }

    /** Bytes of memory that it takes. */
    long memory() {
        return bytes.length + (long) Integer.BYTES * starts.length;
    }

    /** Appends a text and leaves room for a quote and the ending. */
    private void append(byte[] text) {
        if (size + text.length + 1 + ENDING > bytes.length) {
            bytes = Arrays.copyOf(bytes, (size + text.length) * 2 + USUAL_ROW);
        }
        size = Bytes.write(text, bytes, size);
    }
}
