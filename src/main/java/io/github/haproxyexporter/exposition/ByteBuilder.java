package io.github.haproxyexporter.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A buffer in front of a stream that takes bytes, texts and figures without an object for each. */
final class ByteBuilder {

    private static final byte[] DIGIT_PAIRS = digitPairs();

    private final OutputStream out;
    private final byte[] buffer;
    private int size;

    ByteBuilder(OutputStream out, int capacity) {
        this.out = out;
        this.buffer = new byte[capacity];
    }

    /** Makes room for so many bytes, writing out what is there. False when even the empty buffer is too small. */
    private boolean room(int bytes) throws IOException {
        if (bytes > buffer.length - size) {
            flush();
        }
        return bytes <= buffer.length;
    }

    void flush() throws IOException {
        if (size > 0) {
            out.write(buffer, 0, size);
            size = 0;
        }
    }

    ByteBuilder append(byte[] bytes) throws IOException {
        return append(bytes, 0, bytes.length);
    }

    ByteBuilder append(byte[] bytes, int from, int to) throws IOException {
        int length = to - from;
        if (room(length)) {
            System.arraycopy(bytes, from, buffer, size, length);
            size += length;
        } else {
            out.write(bytes, from, length);
        }
        return this;
    }

    ByteBuilder append(byte b) throws IOException {
        room(1);
        buffer[size++] = b;
        return this;
    }

    ByteBuilder append(String text) throws IOException {
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends a figure in decimal. */
    ByteBuilder append(long value) throws IOException {
        if (value >= 0 && value <= 9) {
            return append((byte) ('0' + value));
        }
        if (value == Long.MIN_VALUE) {
            return append(Long.toString(value));
        }
        room(20);
        long rest = value;
        if (rest < 0) {
            buffer[size++] = '-';
            rest = -rest;
        }
        int end = size + digits(rest);
        size = end;
        while (rest >= 100) {
            int pair = (int) (rest % 100) * 2;
            rest /= 100;
            buffer[--end] = DIGIT_PAIRS[pair + 1];
            buffer[--end] = DIGIT_PAIRS[pair];
        }
        if (rest >= 10) {
            buffer[--end] = DIGIT_PAIRS[(int) rest * 2 + 1];
            buffer[--end] = DIGIT_PAIRS[(int) rest * 2];
        } else {
            buffer[--end] = (byte) ('0' + rest);
        }
        return this;
    }

    /** Appends milliseconds as seconds, without zeros at the end: 1500 as 1.5. */
    ByteBuilder appendMillis(long millis) throws IOException {
        if (millis < 0) {
            append((byte) '-');
            return appendMillis(-millis);
        }
        append(millis / 1000);
        int fraction = (int) (millis % 1000);
        if (fraction == 0) {
            return this;
        }
        append((byte) '.').append((byte) ('0' + fraction / 100));
        if (fraction % 100 != 0) {
            append((byte) ('0' + fraction / 10 % 10));
        }
        if (fraction % 10 != 0) {
            append((byte) ('0' + fraction % 10));
        }
        return this;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long power = 10; digits < 19 && value >= power; power *= 10) {
            digits++;
        }
        return digits;
    }

    private static byte[] digitPairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[i * 2] = (byte) ('0' + i / 10);
            pairs[i * 2 + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }
}
