package io.github.haproxyexporter.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.http.access.LiveAccess;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Sends each request to the handler of its path: exact paths only, and only requests that read. */
final class Router implements HttpHandler {

    private static final Logger LOG = LogManager.getLogger(Router.class);

    private final Map<String, HttpHandler> handlers;
    private final InFlight inFlight;
    private final RequestThreads threads;
    private final long maxBodyBytes;
    private final Optional<LiveAccess> access;

    Router(
            Map<String, HttpHandler> handlers,
            InFlight inFlight,
            RequestThreads threads,
            long maxBodyBytes,
            Optional<LiveAccess> access) {
        this.handlers = Map.copyOf(handlers);
        this.inFlight = inFlight;
        this.threads = threads;
        this.maxBodyBytes = maxBodyBytes;
        this.access = access;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        inFlight.enter();
        try {
            Optional<RequestRules.Refusal> refusal = RequestRules.broken(exchange, maxBodyBytes);
            boolean body = RequestRules.hasBody(exchange);
            if (refusal.isEmpty() && body) {
                refusal = RequestRules.takeBody(exchange, maxBodyBytes);
            }
            if (refusal.isPresent() || body) {
                // What follows may be taken for another request, and only its sender knows whether it is one.
                exchange.getResponseHeaders().set("Connection", "close");
            }
            threads.watch().answering(System.nanoTime());
            exchange.setStreams(null, threads.watched(exchange.getResponseBody()));
            answer(exchange, refusal);
            exchange.close();
        } catch (IOException e) {
            // Most often a client that went away. To close the exchange would end the answer as if it were whole: after
            // an exception the server closes the connection.
            LOG.debug("{} {}: {}", exchange.getRequestMethod(), exchange.getRequestURI(), e.toString());
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            if (exchange.getResponseCode() >= 0) {
                // The server closes the connection for an exception, but not for an error.
                throw new IOException("the answer broke off", e);
            }
            Requests.answer(exchange, 500, "internal error; the log has more\n");
            exchange.close();
        } finally {
            inFlight.leave();
        }
    }

    private void answer(HttpExchange exchange, Optional<RequestRules.Refusal> refusal) throws IOException {
        if (refusal.isPresent()) {
            Requests.answer(exchange, refusal.get().status(), refusal.get().text() + "\n");
        } else if (access.isEmpty() || admitted(exchange, access.get())) {
            route(exchange);
        }
    }

    /** Answers itself a request that is not admitted. */
    private static boolean admitted(HttpExchange exchange, LiveAccess access) throws IOException {
        access.headers().forEach(exchange.getResponseHeaders()::set);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        switch (access.admit(authorization, exchange.getRemoteAddress().getAddress())) {
            case ADMITTED -> {
                return true;
            }
            case UNAUTHORIZED -> {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"metrics\", charset=\"UTF-8\"");
                Requests.answer(exchange, 401, "unauthorized\n");
            }
            case TOO_MANY -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                Requests.answer(exchange, 429, "too many requests\n");
            }
        }
        return false;
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
