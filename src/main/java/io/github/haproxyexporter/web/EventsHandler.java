package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.history.Event;
import io.github.haproxyexporter.history.History;
import io.github.haproxyexporter.http.Requests;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Predicate;

/** Lists changes of state as JSON, the newest first. */
final class EventsHandler implements HttpHandler {

    private static final int LIMIT = 1_000;
    private static final int HIGHEST_LIMIT = 10_000;

    private final History history;

    EventsHandler(History history) {
        this.history = history;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Predicate<Event> wanted = event -> true;
        int limit = LIMIT;
        try {
            for (Map.Entry<String, String> parameter : Requests.parameters(exchange)) {
                String value = parameter.getValue();
                switch (parameter.getKey()) {
                    case "backend" ->
                        wanted = wanted.and(event -> event.backend().equals(value));
                    case "server" -> wanted = wanted.and(event -> event.server().equals(value));
                    case "haproxy" ->
                        wanted = wanted.and(event -> event.haproxy().equals(value));
                    case "since" -> {
                        Instant since = OffsetDateTime.parse(value).toInstant();
                        wanted = wanted.and(event -> !event.time().isBefore(since));
                    }
                    case "limit" ->
                        limit = (int) Math.min(HIGHEST_LIMIT, Integer.toUnsignedLong(Integer.parseUnsignedInt(value)));
                    default -> throw new IllegalArgumentException("unknown parameter");
                }
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            Requests.answer(
                    exchange,
                    400,
                    "expected some of backend, server, haproxy, since (a time such as 2026-11-24T14:00:00Z) and limit (a"
                            + " number)\n");
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        Requests.send(exchange, 200, History.json(history.watchingSince(), history.events(wanted, limit)));
    }
}
