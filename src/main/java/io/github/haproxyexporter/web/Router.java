package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Sends each request to the handler of its path: exact paths only, and only requests that read. */
final class Router implements HttpHandler {

    private static final Logger LOG = LogManager.getLogger(Router.class);

    private final Map<String, HttpHandler> handlers;
    private final InFlight inFlight;

    Router(Map<String, HttpHandler> handlers, InFlight inFlight) {
        this.handlers = Map.copyOf(handlers);
        this.inFlight = inFlight;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        inFlight.enter();
        try {
            route(exchange);
        } catch (IOException e) {
            // Most often a client that went away. The answer is cut by closing the connection, never ended as if whole.
            LOG.debug("{} {}: {}", exchange.getRequestMethod(), exchange.getRequestURI(), e.toString());
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            throw e;
        } finally {
            inFlight.leave();
            exchange.close();
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        HttpHandler handler = handlers.get(exchange.getRequestURI().getRawPath());
        String method = exchange.getRequestMethod();
        if (handler == null) {
            Requests.answer(exchange, 404, "not found\n");
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            Requests.answer(exchange, 405, "method not allowed: only GET and HEAD are\n");
        } else {
            handler.handle(exchange);
        }
    }
}
