package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.scrape.TargetSet;
import java.io.IOException;

/** Answers a scrape of all targets, with the exporter's own metrics. */
final class MetricsHandler implements HttpHandler {

    private final TargetSet targets;
    private final ScrapeResponder responder;

    MetricsHandler(TargetSet targets, ScrapeResponder responder) {
        this.targets = targets;
        this.responder = responder;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        responder.respond(exchange, targets.current(), targets.areSeveral(), true);
    }
}
