package io.github.haproxyexporter.exposition;

/** A family's help and type. */
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
    public long length(long[] values) {
        return bytes.length;
    }

    @Override
    public int longestLine() {
        return bytes.length;
    }

    @Override
    public int write(int from, Chunk chunk) {
        if (bytes.length > chunk.room()) {
            return 0;
        }
        chunk.append(bytes);
        return 1;
    }
}
