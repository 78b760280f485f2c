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
            exchange.close();
        } catch (IOException e) {
            // Most often a client that went away. The server closes the connection for it, which cuts the answer;
            // closing
            // the exchange would end it as if it were whole.
            LOG.debug("{} {}: {}", exchange.getRequestMethod(), exchange.getRequestURI(), e.toString());
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            if (exchange.getResponseCode() < 0) {
                Requests.answer(exchange, 500, "internal error\n");
                exchange.close();
            } else {
                // The server closes the connection for an exception, but not for an error.
                throw new IOException("the answer broke off", e);
            }
        } finally {
            inFlight.leave();
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
