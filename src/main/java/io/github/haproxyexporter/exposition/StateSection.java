package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.metrics.Block.StateBlock;

/** The samples of a block of states: for each object that has one, a line for each state. */
final class StateSection implements Section {

    private final StateBlock block;
    private final EncodedLabels labels;
    private final byte[] before;
    private final byte[][] after;

    /** Length of an object's samples without its own labels. */
    private final int around;

    StateSection(String name, StateBlock block, EncodedLabels labels) {
        this.block = block;
        this.labels = labels;
        this.before = Bytes.utf8(name + "{");
        this.after = new byte[block.names().size()][];
        int sum = 0;
        for (int state = 0; state < after.length; state++) {
            after[state] =
                    Bytes.utf8(",state=\"" + Escaping.labelValue(block.names().get(state)) + "\"} ");
            // 0 or 1, and a line feed.
            sum += before.length + after[state].length - EncodedLabels.ENDING + 2;
        }
        this.around = sum;
    }

    @Override
    public int lines() {
        return block.rows().size();
    }

    @Override
    public long length(long[] values) {
        long sum = 0;
        for (int line = 0; line < lines(); line++) {
            sum += length(line);
        }
        return sum;
    }

    @Override
    public int longestLine() {
        return around + after.length * labels.longest();
    }

    @Override
    public int write(int from, Chunk chunk) {
        int line = from;
        while (line < lines() && length(line) <= chunk.room()) {
            long current = block.current().at(line);
            if (current != StateBlock.ABSENT) {
                chunk.setSize(write(line, current, chunk.bytes(), chunk.size()));
            }
            line++;
        }
        return line;
    }

    private int length(int line) {
        return block.current().at(line) == StateBlock.ABSENT ? 0 : around + after.length * labels.length(line);
    }

    private int write(int line, long current, byte[] out, int start) {
        int at = start;
        int length = labels.length(line) - EncodedLabels.ENDING;
        for (int state = 0; state < after.length; state++) {
            at = Bytes.write(before, out, at);
            System.arraycopy(labels.bytes(), labels.at(line), out, at, length);
            at = Bytes.write(after[state], out, at + length);
            out[at++] = (byte) (state == current ? '1' : '0');
            out[at++] = '\n';
        }
        return at;
    }
}
