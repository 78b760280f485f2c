package io.github.haproxyexporter.exposition;

/** A buffer for lines, and one for their values on the way to digits. For one thread at a time. */
final class Chunk {

    /** Large enough for few hand-overs between threads, small enough to stay in a processor's cache. */
    static final int SIZE = 1 << 16;

    /** Values that are looked at together: enough to make a loop over them worth while. */
    static final int VALUES = 256;

    private final long[] values = new long[VALUES];
    private final byte[] bytes;
    private int size;

    Chunk(int capacity) {
        this.bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    long[] values() {
        return values;
    }

    /** Bytes that have been written, from the first on. */
    int size() {
        return size;
    }

    int room() {
        return bytes.length - size;
    }

    /** Notes that the bytes up to a position have been written. */
    void setSize(int end) {
        size = end;
    }

    void append(byte[] text) {
        size = Bytes.write(text, bytes, size);
    }
}
