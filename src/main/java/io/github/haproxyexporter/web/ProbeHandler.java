package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.http.Requests;
import io.github.haproxyexporter.scrape.TargetScraper;
import io.github.haproxyexporter.scrape.TargetSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers a scrape of the one target that {@code target} names. Only configured names are known: no request opens an address. */
final class ProbeHandler implements HttpHandler {

    private final TargetSet targets;
    private final ScrapeResponder responder;

    ProbeHandler(TargetSet targets, ScrapeResponder responder) {
        this.targets = targets;
        this.responder = responder;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        List<String> names;
        try {
            names = Requests.parameters(exchange).stream()
                    .filter(parameter -> parameter.getKey().equals("target"))
                    .map(Map.Entry::getValue)
                    .toList();
        } catch (IllegalArgumentException e) {
            Requests.answer(exchange, 400, e.getMessage() + "\n");
            return;
        }
        Optional<TargetScraper> target = names.size() == 1 ? targets.named(names.get(0)) : Optional.empty();
        if (target.isEmpty()) {
            Requests.answer(exchange, 400, "expected one parameter target with the name of a target; /sd lists them\n");
        } else {
            responder.respond(exchange, List.of(target.get()), false, false);
        }
    }
}
