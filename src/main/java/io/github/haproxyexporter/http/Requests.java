package io.github.haproxyexporter.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the handlers do with a request. */
public final class Requests {

    /** Time to send the answer, kept back from what Prometheus allows: an answer that comes too late is none. */
    private static final long MARGIN_MILLIS = 250;

    private Requests() {}

    /**
     * The query's parameters, in their order.
     *
     * @throws IllegalArgumentException when the query is not well formed
     */
    public static List<Map.Entry<String, String>> parameters(HttpExchange exchange) {
        return parameters(exchange.getRequestURI().getRawQuery());
    }

    /**
     * The parameters of a query as it stands in the request, null when it has none.
     *
     * @throws IllegalArgumentException when the query is not well formed
     */
    public static List<Map.Entry<String, String>> parameters(@Nullable String query) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        if (query == null) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            parameters.add(
                    equals < 0
                            ? Map.entry(decoded(pair), "")
                            : Map.entry(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1))));
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "malformed query: a percent sign must stand before two hexadecimal digits", e);
        }
    }

    /** How long Prometheus will wait, less the margin; empty when it does not say. */
    public static Optional<Duration> scrapeTimeout(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("X-Prometheus-Scrape-Timeout-Seconds");
        if (header == null) {
            return Optional.empty();
        }
        try {
            double seconds = Double.parseDouble(header);
            // Also false for NaN.
            if (!(seconds > 0 && seconds < 86_400)) {
                return Optional.empty();
            }
            long millis = Math.round(seconds * 1000);
            return Optional.of(Duration.ofMillis(Math.max(millis - MARGIN_MILLIS, Math.max(1, millis / 2))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Starts a 200 answer and gives the stream for its body.
     *
     * @param length of the body, or 0 when it is not known
     */
    public static OutputStream body(HttpExchange exchange, long length) throws IOException {
        exchange.sendResponseHeaders(200, length);
        return exchange.getResponseBody();
    }

    public static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    /** Whether gzip is named in {@code Accept-Encoding}, and not below no compression. */
    public static boolean takesGzip(HttpExchange exchange) {
        Preferences codings = preferences(exchange, "Accept-Encoding");
        return codings.weight("gzip") > 0 && codings.weight("gzip") >= codings.weight("identity");
    }

    /** What the client prefers by the weights in a header. */
    public static Preferences preferences(HttpExchange exchange, String header) {
        return Preferences.of(exchange.getRequestHeaders().getOrDefault(header, List.of()));
    }

    /** Sends a short plain text. */
    public static void answer(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        send(exchange, status, text);
    }

    /** Sends a text of the type that the headers have. */
    public static void send(HttpExchange exchange, int status, String text) throws IOException {
        if (isHead(exchange)) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        write(exchange, status, text).close();
    }

    /** Sends a text; returns the stream, whose end is the answer's. */
    static OutputStream write(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().putIfAbsent("Content-Type", List.of("text/plain; charset=utf-8"));
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        return exchange.getResponseBody();
    }
}
