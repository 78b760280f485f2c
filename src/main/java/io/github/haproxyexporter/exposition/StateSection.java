package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.metrics.Block.StateBlock;

/** The samples of a block of states: for each object that has one, a line for each state or for the current one only. */
final class StateSection implements Section {

    private final StateBlock block;
    private final EncodedLabels labels;
    private final byte[] before;
    private final byte[][] after;

    /** Length of a sample of each state, and of all states, without the object's own labels. */
    private final int[] around;

    private final int aroundAll;

    StateSection(String name, StateBlock block, EncodedLabels labels) {
        this.block = block;
        this.labels = labels;
        this.before = Bytes.utf8(name + "{");
        this.after = new byte[block.names().size()][];
        this.around = new int[after.length];
        int sum = 0;
        for (int state = 0; state < after.length; state++) {
            after[state] =
                    Bytes.utf8(",state=\"" + Escaping.labelValue(block.names().get(state)) + "\"} ");
            // 0 or 1, and a line feed.
            around[state] = before.length + after[state].length - EncodedLabels.ENDING + 2;
            sum += around[state];
        }
        this.aroundAll = sum;
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
        return aroundAll + after.length * labels.longest();
    }

    @Override
    public int write(int from, Chunk chunk) {
        int line = from;
        while (line < lines() && length(line) <= chunk.room()) {
            if (length(line) > 0) {
                chunk.setSize(write(line, (int) block.current().at(line), chunk.bytes(), chunk.size()));
            }
            line++;
        }
        return line;
    }

    private int length(int line) {
        long current = block.current().at(line);
        if (current == StateBlock.ABSENT || (current == StateBlock.NONE && !block.all())) {
            return 0;
        }
        return block.all()
                ? aroundAll + after.length * labels.length(line)
                : around[(int) current] + labels.length(line);
    }

    private int write(int line, int current, byte[] out, int start) {
        int at = start;
        int length = labels.length(line) - EncodedLabels.ENDING;
        int end = block.all() ? after.length : current + 1;
        for (int state = block.all() ? 0 : current; state < end; state++) {
            at = Bytes.write(before, out, at);
            System.arraycopy(labels.bytes(), labels.at(line), out, at, length);
            at = Bytes.write(after[state], out, at + length);
            out[at++] = (byte) (state == current ? '1' : '0');
            out[at++] = '\n';
        }
        return at;
    }
}
