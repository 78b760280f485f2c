package io.github.haproxyexporter.exposition;

/** Lines that are ready: a family's help and type. */
final class TextSection implements Section {

    private final byte[] bytes;

    TextSection(String lines) {
        this.bytes = Bytes.utf8(lines);
    }

    @Override
    public int lines() {
        return 1;
    }

    @Override
    public int length(int line) {
        return bytes.length;
    }

    @Override
    public int write(int from, int to, PieceBuffer buffer, int at) {
        return from < to ? Bytes.write(bytes, buffer.bytes(), at) : at;
    }
}
