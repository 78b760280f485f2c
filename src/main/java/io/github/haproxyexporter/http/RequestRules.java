package io.github.haproxyexporter.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a request must be before its path is looked at. The JDK's parser lets some through that a proxy in front may read in
 * another way, which is how one request is smuggled in another.
 */
final class RequestRules {

    private RequestRules() {}

    /**
     * An answer that refuses the request.
     *
     * @param status of HTTP
     * @param reason one of {@link RefusalListener#REASONS}
     * @param text one line for the client
     */
    record Refusal(int status, String reason, String text) {}

    /** The refusal of a request that breaks a rule; empty for a good one. Reads nothing but the head. */
    static Optional<Refusal> broken(HttpExchange exchange, long maxBodyBytes) {
        String protocol = exchange.getProtocol();
        boolean http11 = protocol.equals("HTTP/1.1");
        if (!http11 && !protocol.equals("HTTP/1.0")) {
            return Optional.of(new Refusal(505, "malformed", "only HTTP/1.0 and HTTP/1.1 are served here"));
        }
        if (!isTarget(exchange.getRequestURI())) {
            return malformed("expected a path or an http or https URL, without user and fragment");
        }
        Headers headers = exchange.getRequestHeaders();
        int hosts = headers.getOrDefault("Host", List.of()).size();
        if (hosts > 1 || (http11 && hosts == 0)) {
            return malformed("a request has one Host header");
        }
        // The parser joins folded lines, by which a header may hide in the one before.
        if (hosts == 1 && !headers.getFirst("Host").matches("[A-Za-z0-9._~:%\\[\\]-]*")) {
            return malformed("Host is no name or address");
        }
        if (!http11 && headers.containsKey("Transfer-Encoding")) {
            return malformed("HTTP/1.0 has no Transfer-Encoding");
        }
        String length = headers.getFirst("Content-Length");
        if (length != null && !length.matches("[0-9]{1,18}")) {
            return malformed("Content-Length is a number of bytes");
        }
        return length != null && Long.parseLong(length) > maxBodyBytes ? tooLarge() : Optional.empty();
    }

    /** Whether it is a path, or a URL that names this server and no one else (RFC 9112, 3.2). */
    private static boolean isTarget(URI target) {
        String scheme = target.getScheme();
        String authority = target.getRawAuthority();
        return target.getRawFragment() == null
                && (scheme == null
                        || ((scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
                                && authority != null
                                && authority.indexOf('@') < 0));
    }

    /** The path that is asked for, with nothing decoded: what begins with two slashes is a path here, and no host. */
    static String path(URI target) {
        return target.isAbsolute() ? target.getRawPath() : target.toString().split("\\?", 2)[0];
    }

    /** Reads a body to its end and discards it; a refusal when it is too long or has no end. */
    static Optional<Refusal> takeBody(HttpExchange exchange, long maxBytes) {
        InputStream body = exchange.getRequestBody();
        byte[] buffer = new byte[4096];
        long bytes = 0;
        try {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                bytes += read;
                if (bytes > maxBytes) {
                    return tooLarge();
                }
            }
        } catch (IOException | IndexOutOfBoundsException e) {
            // The second is what the server's reader of chunks makes of a size beyond 31 bits.
            return malformed("the body is not what Content-Length or Transfer-Encoding says");
        }
        return Optional.empty();
    }

    /** Whether anything follows the headers. */
    static boolean hasBody(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String length = headers.getFirst("Content-Length");
        return headers.containsKey("Transfer-Encoding") || (length != null && !length.equals("0"));
    }

    private static Optional<Refusal> malformed(String text) {
        return Optional.of(new Refusal(400, "malformed", text));
    }

    private static Optional<Refusal> tooLarge() {
        return Optional.of(new Refusal(413, "too_large", "a request needs no body here"));
    }
}
