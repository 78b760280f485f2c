package io.github.haproxyexporter.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.http.access.LiveAccess;
import io.github.haproxyexporter.text.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Sends each request to the handler of its path: exact paths only, and only requests that read. */
final class Router implements HttpHandler {

    private static final Logger LOG = LogManager.getLogger(Router.class);

    private static final int SHOWN_CHARACTERS = 120;

    private final Map<String, HttpHandler> handlers;
    private final RequestThreads threads;
    private final long maxBodyBytes;
    private final Optional<LiveAccess> access;
    private final RefusalListener listener;

    Router(
            Map<String, HttpHandler> handlers,
            RequestThreads threads,
            long maxBodyBytes,
            Optional<LiveAccess> access,
            RefusalListener listener) {
        this.handlers = Map.copyOf(handlers);
        this.threads = threads;
        this.maxBodyBytes = maxBodyBytes;
        this.access = access;
        this.listener = listener;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            Optional<RequestRules.Refusal> refusal = refusal(exchange);
            exchange.setStreams(null, threads.watch().watched(exchange.getResponseBody()));
            if (refusal.isPresent()) {
                refuse(exchange, refusal.get());
            } else {
                route(exchange);
            }
            exchange.close();
        } catch (IOException e) {
            // Most often a client that went away. To close the exchange would end the answer as if it were whole: after
            // an exception the server closes the connection.
            LOG.debug("{}: {}", shown(exchange), e.toString());
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed", shown(exchange), e);
            if (exchange.getResponseCode() >= 0) {
                // The server closes the connection for an exception, but not for an error.
                throw new IOException("the answer broke off", e);
            }
            Requests.answer(exchange, 500, "internal error; the log has more\n");
            exchange.close();
        }
    }

    /** The refusal of a request that may not go on, found before its body is read; else reads the body. */
    private Optional<RequestRules.Refusal> refusal(HttpExchange exchange) throws IOException {
        boolean body = RequestRules.hasBody(exchange);
        if (!body) {
            threads.watch().answering();
        }
        // Not by a lambda, which would load the class where there is no web configuration.
        Optional<RequestRules.Refusal> refusal =
                access.isPresent() ? unadmitted(exchange, access.get()) : Optional.empty();
        if (refusal.isEmpty()) {
            refusal = RequestRules.broken(exchange, maxBodyBytes);
        }
        if (body) {
            if (refusal.isEmpty()) {
                refusal = RequestRules.takeBody(exchange, maxBodyBytes);
            }
            threads.watch().answering();
        }
        if (body
                || refusal.filter(one -> one.status() != 401 && one.status() != 429)
                        .isPresent()) {
            // What follows may be taken for another request, and only its sender knows whether it is one.
            exchange.getResponseHeaders().set("Connection", "close");
        }
        return refusal;
    }

    private static Optional<RequestRules.Refusal> unadmitted(HttpExchange exchange, LiveAccess access) {
        Headers answer = exchange.getResponseHeaders();
        access.headers().forEach(answer::set);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        return switch (access.admit(authorization, exchange.getRemoteAddress().getAddress())) {
            case ADMITTED -> Optional.empty();
            case UNAUTHORIZED -> {
                answer.set("WWW-Authenticate", "Basic realm=\"metrics\", charset=\"UTF-8\"");
                yield Optional.of(new RequestRules.Refusal(401, "unauthorized", "unauthorized"));
            }
            case TOO_MANY -> {
                answer.set("Retry-After", "1");
                yield Optional.of(new RequestRules.Refusal(429, "rate_limited", "too many requests"));
            }
        };
    }

    private void refuse(HttpExchange exchange, RequestRules.Refusal refusal) throws IOException {
        listener.refused(refusal.reason());
        if (!RequestRules.hasBody(exchange)) {
            Requests.answer(exchange, refusal.status(), refusal.text() + "\n");
            return;
        }
        if (!Requests.isHead(exchange)) {
            Requests.write(exchange, refusal.status(), refusal.text() + "\n").flush();
        }
        // The end of the answer would wait for the body, or fail at one that is malformed. The server closes the
        // connection.
        throw new IOException("refused before its body was read");
    }

    /** A request for the log, which must not grow by what strangers send. */
    private static String shown(HttpExchange exchange) {
        return Printable.cut(
                Printable.clean(exchange.getRequestMethod() + " " + exchange.getRequestURI()), SHOWN_CHARACTERS);
    }

    private void route(HttpExchange exchange) throws IOException {
        HttpHandler handler = handlers.get(RequestRules.path(exchange.getRequestURI()));
        String method = exchange.getRequestMethod();
        List<String> allowed = handler instanceof PostHandler ? List.of("POST", "PUT") : List.of("GET", "HEAD");
        if (handler == null) {
            Requests.answer(exchange, 404, "not found\n");
        } else if (allowed.contains(method)) {
            handler.handle(exchange);
        } else {
            exchange.getResponseHeaders().set("Allow", String.join(", ", allowed));
            Requests.answer(exchange, 405, "method not allowed: only " + String.join(" and ", allowed) + " are\n");
        }
    }
}
