package io.github.haproxyexporter.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where one HAProxy answers. {@link Object#toString()} never shows a password. */
public sealed interface HaproxyAddress {

    /** A stats socket in the file system. */
    record Unix(Path path) implements HaproxyAddress {
        @Override
        public String toString() {
            return "unix:" + path;
        }
    }

    /** A stats socket in Linux's abstract namespace; {@code name} is without the {@code @}. */
    record AbstractUnix(String name) implements HaproxyAddress {
        @Override
        public String toString() {
            return "unix:@" + name;
        }
    }

    /** A stats socket bound to an address and port. */
    record Tcp(String host, int port) implements HaproxyAddress {
        @Override
        public String toString() {
            return "tcp://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** The statistics page in CSV form; {@code authorization} is the header's value, kept apart from what is shown. */
    record Http(URI uri, @Nullable String authorization) implements HaproxyAddress {
        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /**
     * Reads an address as users write it: {@code unix:/path}, {@code unix:@abstract}, {@code tcp://host:port},
     * {@code http(s)://[user:password@]host/…;csv}.
     *
     * @throws IllegalArgumentException when it is none of these; the message says what is expected and never repeats credentials
     */
    static HaproxyAddress parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("unix:")) {
            return unix(text.substring("unix:".length()));
        }
        if (lower.startsWith("tcp://")) {
            return tcp(text);
        }
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            return http(text);
        }
        throw new IllegalArgumentException("'" + shown(text) + "' is not an address: expected "
                + "unix:/path/to/socket, unix:@abstract, tcp://host:port, or http(s)://host/path;csv");
    }

    private static HaproxyAddress unix(String rest) {
        // Go's URL parser, and so the exporter this one replaces, also takes unix:///path.
        String name = rest.startsWith("//") ? rest.substring(2) : rest;
        if (name.isEmpty() || name.equals("@")) {
            throw new IllegalArgumentException("'unix:" + rest + "' names no socket: expected unix:/path/to/socket");
        }
        if (name.startsWith("@")) {
            return new AbstractUnix(name.substring(1));
        }
        try {
            return new Unix(Path.of(name));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'unix:" + rest + "' is not a path: " + e.getReason(), e);
        }
    }

    private static HaproxyAddress tcp(String text) {
        URI uri = uri(text);
        String host = uri.getHost();
        if (host == null || uri.getPort() < 1 || uri.getPort() > 65535) {
            throw new IllegalArgumentException(
                    "'" + shown(text) + "' needs a host and a port: expected tcp://host:port");
        }
        return new Tcp(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, uri.getPort());
    }

    private static HaproxyAddress http(String text) {
        URI uri = uri(text);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("'" + shown(text) + "' names no host: expected http(s)://host/path;csv");
        }
        String user = uri.getUserInfo();
        if (user == null) {
            return new Http(uri, null);
        }
        String basic = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        return new Http(uri(withoutCredentials(text)), basic);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + shown(text) + "' is not a valid URI: " + e.getReason(), e);
        }
    }

    /** A bad address for a message: not behind the scheme where it may have a password, or half of one. */
    private static String shown(String text) {
        boolean harmless = text.matches("(?:[A-Za-z]++://)?+[^:@?#]*+(?::\\d*+)?+(?:/[^:@?#]*+)?+");
        int start = text.indexOf("://");
        return harmless ? text : start < 0 ? "…" : text.substring(0, start + 3) + "…";
    }

    /** The text without what stands between {@code ://} and the last {@code @} before the path. */
    static String withoutCredentials(String text) {
        return text.replaceFirst("^([^:]*+://)[^/?#]*@", "$1");
    }
}
