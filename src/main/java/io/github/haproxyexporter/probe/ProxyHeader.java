package io.github.haproxyexporter.probe;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** What a check sends before all else so that the server's PROXY protocol is content. */
public enum ProxyHeader {
    NONE,
    /** One line that names the connection's own two ends. */
    VERSION_1,
    /** The command LOCAL, which HAProxy sends in checks with send-proxy-v2. */
    VERSION_2;

    byte[] bytes(InetSocketAddress from, InetSocketAddress to) {
        return switch (this) {
            case NONE -> new byte[0];
            case VERSION_1 -> line(from, to).getBytes(StandardCharsets.US_ASCII);
            case VERSION_2 ->
                new byte[] {
                    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a, 0x20, 0x00, 0x00, 0x00
                };
        };
    }

    private static String line(InetSocketAddress from, InetSocketAddress to) {
        String family = to.getAddress() instanceof Inet4Address ? "TCP4" : "TCP6";
        return "PROXY " + family + " " + host(from) + " " + host(to) + " " + from.getPort() + " " + to.getPort()
                + "\r\n";
    }

    private static String host(InetSocketAddress address) {
        return address.getAddress().getHostAddress().replaceFirst("%.*", "");
    }
}
