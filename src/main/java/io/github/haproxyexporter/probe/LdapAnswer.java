package io.github.haproxyexporter.probe;

import java.util.Arrays;
import java.util.Optional;

/** LDAP's answer to a bind (RFC 4511, 4.2.2), as far as HAProxy reads it. */
final class LdapAnswer {
    private static final byte[] MESSAGE_ONE_BIND = {0x02, 1, 1, 0x61};
    private static final byte[] ENUMERATED = {0x0a, 1};

    private LdapAnswer() {}

    /** The result code; empty when these bytes are no such answer, or not yet. */
    static Optional<Integer> resultCode(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != 0x30) {
            return Optional.empty();
        }
        int at = skipLength(bytes, 1);
        if (!isAt(bytes, at, MESSAGE_ONE_BIND)) {
            return Optional.empty();
        }
        at = skipLength(bytes, at + MESSAGE_ONE_BIND.length);
        boolean there = isAt(bytes, at, ENUMERATED) && bytes.length > at + ENUMERATED.length;
        return there ? Optional.of(bytes[at + ENUMERATED.length] & 0xff) : Optional.empty();
    }

    /** Lengths above 127 say first in how many bytes they come. */
    private static int skipLength(byte[] bytes, int at) {
        boolean isLong = at < bytes.length && (bytes[at] & 0x80) != 0;
        return at + 1 + (isLong ? bytes[at] & 0x7f : 0);
    }

    private static boolean isAt(byte[] bytes, int at, byte[] expected) {
        int end = at + expected.length;
        return end <= bytes.length && Arrays.equals(bytes, at, end, expected, 0, expected.length);
    }
}
