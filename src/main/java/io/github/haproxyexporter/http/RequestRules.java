package io.github.haproxyexporter.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
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
     * @param text one line for the client
     */
    record Refusal(int status, String text) {}

    /** The refusal of a request that breaks a rule; empty for a good one. */
    static Optional<Refusal> broken(HttpExchange exchange, long maxBodyBytes) {
        String protocol = exchange.getProtocol();
        boolean http11 = protocol.equals("HTTP/1.1");
        if (!http11 && !protocol.equals("HTTP/1.0")) {
            return refusal(505, "only HTTP/1.0 and HTTP/1.1 are served here");
        }
        Headers headers = exchange.getRequestHeaders();
        int hosts = headers.getOrDefault("Host", List.of()).size();
        if (hosts > 1 || (http11 && hosts == 0)) {
            return refusal(400, "a request has one Host header");
        }
        // The parser joins folded lines, by which a header may hide in the one before.
        if (hosts == 1 && !headers.getFirst("Host").matches("[A-Za-z0-9._~:%\\[\\]-]*")) {
            return refusal(400, "Host is no name or address");
        }
        if (!http11 && headers.containsKey("Transfer-Encoding")) {
            return refusal(400, "HTTP/1.0 has no Transfer-Encoding");
        }
        String length = headers.getFirst("Content-Length");
        if (length != null && !length.matches("[0-9]{1,18}")) {
            return refusal(400, "Content-Length is a number of bytes");
        }
        if (length != null && Long.parseLong(length) > maxBodyBytes) {
            return refusal(413, "a request needs no body here");
        }
        return Optional.empty();
    }

    /** Reads a body to its end and throws it away; a refusal when it is too long. */
    static Optional<Refusal> takeBody(HttpExchange exchange, long maxBytes) throws IOException {
        InputStream body = exchange.getRequestBody();
        byte[] buffer = new byte[4096];
        long bytes = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            bytes += read;
            if (bytes > maxBytes) {
                return refusal(413, "a request needs no body here");
            }
        }
        return Optional.empty();
    }

    /** Whether anything follows the headers. */
    static boolean hasBody(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String length = headers.getFirst("Content-Length");
        return headers.containsKey("Transfer-Encoding") || (length != null && !length.equals("0"));
    }

    private static Optional<Refusal> refusal(int status, String text) {
        return Optional.of(new Refusal(status, text));
    }
}
