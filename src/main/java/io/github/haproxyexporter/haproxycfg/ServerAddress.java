package io.github.haproxyexporter.haproxycfg;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The address of a server as HAProxy understands it.
 *
 * @param text as it was written
 * @param family what the address is
 * @param host the IP address, host name or socket path, without prefix, brackets and port
 * @param port the port, absent when the address has none or only an offset such as {@code +10}
 */
public record ServerAddress(String text, Family family, String host, OptionalInt port) {

    /** What stands before the port. */
    public enum Family {
        IP,
        NAME,
        UNIX,
        ABSTRACT,
        /** Descriptors, socket pairs and whatever else only HAProxy itself can open. */
        OTHER
    }

    public static final int MAX_PORT = 65_535;

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    /** The port that the digits name; absent when they name none. */
    public static OptionalInt port(String digits) {
        return PORT.matcher(digits).matches() && Integer.parseInt(digits) <= MAX_PORT
                ? OptionalInt.of(Integer.parseInt(digits))
                : OptionalInt.empty();
    }

    /** Reads the forms of section 4.2, {@code server}: {@code host:port}, {@code [::1]:port}, {@code unix@path} and so on. */
    public static ServerAddress parse(String text) {
        String rest = text;
        int at = text.indexOf('@');
        String prefix = at < 0 ? "" : text.substring(0, at).toLowerCase(Locale.ROOT);
        Optional<Family> forced = forcedFamily(prefix);
        if (at >= 0) {
            rest = text.substring(at + 1);
        }
        if (forced.isPresent()) {
            return new ServerAddress(text, forced.get(), rest, OptionalInt.empty());
        }
        if (rest.startsWith("/")) {
            return new ServerAddress(text, Family.UNIX, rest, OptionalInt.empty());
        }
        // The last colon always begins the port, in IPv6 addresses too: "::1:80" is port 80 of ::1.
        int colon = rest.endsWith("]") ? -1 : rest.lastIndexOf(':');
        String host = colon < 0 ? rest : rest.substring(0, colon);
        String digits = colon < 0 ? "" : rest.substring(colon + 1);
        OptionalInt port = port(digits);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        boolean ip = host.isEmpty()
                || host.equals("*")
                || host.contains(":")
                || IPV4.matcher(host).matches();
        return new ServerAddress(
                text,
                ip ? Family.IP : Family.NAME,
                host,
                port.stream().filter(p -> p > 0).findFirst());
    }

    /** True for this machine itself. */
    public boolean isLoopback() {
        return host.startsWith("127.") || host.equals("::1") || host.equals("localhost");
    }

    private static Optional<Family> forcedFamily(String prefix) {
        return switch (prefix) {
            case "unix" -> Optional.of(Family.UNIX);
            case "abns", "abnsz" -> Optional.of(Family.ABSTRACT);
            case "fd", "sockpair", "rhttp", "rev" -> Optional.of(Family.OTHER);
            default -> Optional.empty();
        };
    }
}
