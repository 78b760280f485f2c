package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.metrics.Block.StateBlock;

/** The samples of a block of states: for each object that has one, a line for each state. */
final class StateSection implements Section {

    private final StateBlock block;
    private final EncodedLabels labels;
    private final byte[] before;
    private final byte[][] after;
    private final int around;

    StateSection(String name, StateBlock block, EncodedLabels labels) {
        this.block = block;
        this.labels = labels;
        this.before = Bytes.ascii(name + "{");
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
    public int length(int line) {
        return block.current().at(line) == StateBlock.ABSENT ? 0 : around + after.length * labels.length(line);
    }

    @Override
    public int write(int from, int to, PieceBuffer buffer, int start) {
        int at = start;
        byte[] out = buffer.bytes();
        byte[] encoded = labels.bytes();
        for (int line = from; line < to; line++) {
            long current = block.current().at(line);
            if (current == StateBlock.ABSENT) {
                continue;
            }
            int first = labels.at(line);
            int length = labels.length(line) - EncodedLabels.ENDING;
            for (int state = 0; state < after.length; state++) {
                at = Bytes.write(before, out, at);
                System.arraycopy(encoded, first, out, at, length);
                at = Bytes.write(after[state], out, at + length);
                out[at++] = (byte) (state == current ? '1' : '0');
                out[at++] = '\n';
            }
        }
        return at;
    }
}
