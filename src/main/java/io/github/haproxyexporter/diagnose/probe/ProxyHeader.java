package io.github.haproxyexporter.diagnose.probe;

import java.nio.charset.StandardCharsets;

/** What a check sends before all else so that the server's PROXY protocol is content. */
public enum ProxyHeader {
    NONE,
    /** One line that tells nothing of a client. */
    VERSION_1,
    /** The command LOCAL, which HAProxy sends in checks with send-proxy-v2. */
    VERSION_2;

    byte[] bytes() {
        return switch (this) {
            case NONE -> new byte[0];
            case VERSION_1 -> "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII);
            case VERSION_2 ->
                new byte[] {
                    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a, 0x20, 0x00, 0x00, 0x00
                };
        };
    }
}
