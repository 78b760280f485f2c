package io.github.haproxyexporter.web.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.http.Requests;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.scrape.TargetSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** The page, its style, script and icon, and the same as JSON. */
public final class PageRoutes {

    private static final Map<String, String> FILES =
            Map.of("page.css", "text/css", "page.js", "text/javascript", "page.svg", "image/svg+xml");

    private PageRoutes() {}

    /** Adds the handlers by their paths. */
    public static void add(
            Map<String, HttpHandler> handlers, TargetSet targets, MemoryBudget budget, String telemetryPath) {
        SharedStates states = new SharedStates(targets, budget);
        // Both read before the answer begins, so that a failure has a status of its own.
        handlers.put("/", exchange -> {
            StatusPage page = new StatusPage(Moment.ofNow(), telemetryPath, states.current());
            send(
                    exchange,
                    "text/html; charset=utf-8",
                    out -> StatusPageRenderer.of().write(page, out));
        });
        handlers.put("/api/v1/status", exchange -> {
            StatusPage page = new StatusPage(Moment.ofNow(), telemetryPath, states.current());
            send(exchange, "application/json", out -> StatusJson.write(page, out));
        });
        FILES.forEach((name, type) -> handlers.put(
                "/" + name,
                exchange -> send(exchange, type, out -> {
                    try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
                        Objects.requireNonNull(in, name).transferTo(out);
                    }
                })));
    }

    @FunctionalInterface
    private interface Body {
        void write(OutputStream out) throws IOException;
    }

    private static void send(HttpExchange exchange, String type, Body body) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-cache");
        headers.set("Vary", "Accept-Encoding");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; connect-src 'self'; img-src 'self'; script-src 'self'; style-src 'self';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        if (Requests.isHead(exchange)) {
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        boolean gzip = Requests.takesGzip(exchange);
        if (gzip) {
            headers.set("Content-Encoding", "gzip");
        }
        OutputStream plain = Requests.body(exchange, 0);
        OutputStream out = gzip ? new GZIPOutputStream(plain, 1 << 13) : plain;
        body.write(out);
        // Not by try-with-resources: to close it is to end the answer as if it were whole.
        out.close();
    }
}
