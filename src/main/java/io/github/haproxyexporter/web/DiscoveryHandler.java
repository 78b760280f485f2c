package io.github.haproxyexporter.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.http.Requests;
import io.github.haproxyexporter.metrics.Label;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.scrape.TargetScraper;
import io.github.haproxyexporter.scrape.TargetSet;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;

/**
 * Lists the targets for Prometheus's HTTP service discovery: each as {@code /probe?target=NAME} of this exporter, at the address that the
 * request was sent to.
 */
final class DiscoveryHandler implements HttpHandler {

    private static final JsonFactory JSON = new JsonFactory();

    private final TargetSet targets;

    DiscoveryHandler(TargetSet targets) {
        this.targets = targets;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String address = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .filter(host -> !host.isEmpty())
                .orElseGet(() -> exchange.getLocalAddress().getAddress().getHostAddress() + ":"
                        + exchange.getLocalAddress().getPort());
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (TargetScraper scraper : targets.current()) {
                write(scraper.target(), address, json);
            }
            json.writeEndArray();
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        Requests.send(exchange, 200, text + "\n");
    }

    private static void write(Target target, String address, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("targets");
        json.writeString(address);
        json.writeEndArray();
        json.writeObjectFieldStart("labels");
        json.writeStringField("__metrics_path__", "/probe");
        json.writeStringField("__param_target", target.name());
        for (Label label : target.names()) {
            json.writeStringField(label.name(), label.value());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
