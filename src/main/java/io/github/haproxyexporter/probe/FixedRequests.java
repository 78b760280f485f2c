package io.github.haproxyexporter.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The requests of HAProxy's binary checks; a test holds them against a real one's. */
final class FixedRequests {
    private static final byte[] MYSQL_QUIT = {1, 0, 0, 0, 1};
    private static final String TLS_RANDOM = "HAPROXYSSLCHK\nHAPROXYSSLCHK\n";

    private FixedRequests() {}

    /** A login without a password, and the command to quit. */
    static byte[] mysql(String user, boolean before41) {
        ByteArrayOutputStream login = new ByteArrayOutputStream();
        // Capabilities and the longest packet; from 4.1 on, also the character set (UTF-8) and a filler.
        login.writeBytes(
                before41
                        ? new byte[] {0, (byte) 0x80, 0, 0, 1}
                        : new byte[] {0, (byte) 0x82, 0, 0, 0, (byte) 0x80, 0, 1});
        if (!before41) {
            login.write(0x21);
            login.writeBytes(new byte[23]);
        }
        login.writeBytes(user.getBytes(StandardCharsets.UTF_8));
        login.write(0);
        login.write(0);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(
                new byte[] {(byte) login.size(), (byte) (login.size() >> 8), (byte) (login.size() >> 16), 1});
        request.writeBytes(login.toByteArray());
        request.writeBytes(MYSQL_QUIT);
        return request.toByteArray();
    }

    /** A start-up message of version 3.0 that names the user. */
    static byte[] pgsql(String user) {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        byte[] key = "user\0".getBytes(StandardCharsets.US_ASCII);
        int length = 4 + 4 + key.length + name.length + 2;
        return ByteBuffer.allocate(length)
                .putInt(length)
                .putInt(3 << 16)
                .put(key)
                .put(name)
                .put((byte) 0)
                .put((byte) 0)
                .array();
    }

    /** An anonymous bind of LDAPv3 (RFC 4511, 4.2). */
    static byte[] ldapBind() {
        return new byte[] {0x30, 0x0c, 0x02, 1, 1, 0x60, 7, 0x02, 1, 3, 0x04, 0, (byte) 0x80, 0};
    }

    /** A hello of SSLv3 with 39 cipher suites. */
    static byte[] tlsHello() {
        ByteBuffer hello = ByteBuffer.allocate(126);
        hello.put(new byte[] {0x16, 3, 0, 0, 0x79, 1, 0, 0, 0x75, 3, 0});
        hello.putInt((int) (System.currentTimeMillis() / 1000));
        hello.put(TLS_RANDOM.getBytes(StandardCharsets.US_ASCII));
        hello.put((byte) 0).putShort((short) 78);
        for (int suite = 0x01; suite <= 0x3a; suite++) {
            if (suite <= 0x1b || suite >= 0x2f) {
                hello.putShort((short) suite);
            }
        }
        return hello.put((byte) 1).put((byte) 0).array();
    }
}
