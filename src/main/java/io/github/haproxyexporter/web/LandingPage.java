package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.http.Requests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The page at {@code /}, from {@code landing.html} beside this class. */
final class LandingPage implements HttpHandler {

    private final String page;

    LandingPage(String telemetryPath) {
        this.page = template().replace("{{telemetryPath}}", escaped(telemetryPath));
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        Requests.send(exchange, 200, page);
    }

    private static String template() {
        try (InputStream in = LandingPage.class.getResourceAsStream("landing.html")) {
            if (in == null) {
                throw new IllegalStateException("landing.html is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("landing.html cannot be read", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
