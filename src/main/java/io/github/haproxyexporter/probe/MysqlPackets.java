package io.github.haproxyexporter.probe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** MySQL's packets: three bytes of length, one that counts, and what is in it. */
final class MysqlPackets {
    private static final int HEADER = 4;
    private static final int ERROR = 0xff;

    private MysqlPackets() {}

    /** What is in the packets that have come whole. */
    private static List<byte[]> whole(byte[] bytes) {
        List<byte[]> packets = new ArrayList<>();
        int at = 0;
        while (at + HEADER <= bytes.length) {
            int length = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
            at += HEADER;
            if (at + length > bytes.length) {
                break;
            }
            packets.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        return packets;
    }

    /** How many packets have come whole. */
    static int count(byte[] bytes) {
        return whole(bytes).size();
    }

    /** What an error among the packets says. */
    static Optional<String> error(byte[] bytes) {
        return whole(bytes).stream()
                .filter(packet -> packet.length >= 3 && (packet[0] & 0xff) == ERROR)
                .map(packet -> new String(packet, 3, packet.length - 3, StandardCharsets.UTF_8))
                .findFirst();
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
}
