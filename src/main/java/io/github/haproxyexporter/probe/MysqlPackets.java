package io.github.haproxyexporter.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** MySQL's packets: three bytes of length, one that counts, and what is in it. */
final class MysqlPackets {
    private static final int HEADER = 4;
    private static final int ERROR = 0xff;

    private MysqlPackets() {}

    /** How many packets have come whole. */
    static int count(byte[] bytes) {
        int count = 0;
        for (int at = 0; end(bytes, at) > 0; at = end(bytes, at)) {
            count++;
        }
        return count;
    }

    /** What an error among the packets says. */
    static Optional<String> error(byte[] bytes) {
        for (int at = 0; end(bytes, at) > 0; at = end(bytes, at)) {
            int length = end(bytes, at) - at - HEADER;
            if (length >= 3 && (bytes[at + HEADER] & 0xff) == ERROR) {
                byte[] text = Arrays.copyOfRange(bytes, at + HEADER + 3, end(bytes, at));
                return Optional.of(new String(text, StandardCharsets.UTF_8));
            }
        }
        return Optional.empty();
    }

    /** The server's version in its greeting. */
    static Optional<String> version(byte[] bytes) {
        if (bytes.length <= HEADER + 1) {
            return Optional.empty();
        }
        int end = HEADER + 1;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return Optional.of(new String(bytes, HEADER + 1, end - HEADER - 1, StandardCharsets.UTF_8));
    }

    /** Where the packet at this place ends; -1 when it is not whole. */
    private static int end(byte[] bytes, int at) {
        if (bytes.length < at + HEADER) {
            return -1;
        }
        int length = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
        int end = at + HEADER + length;
        return end <= bytes.length ? end : -1;
    }
}
