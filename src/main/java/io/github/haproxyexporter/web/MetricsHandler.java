package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.exposition.FamilyEncoder;
import io.github.haproxyexporter.exposition.Format;
import io.github.haproxyexporter.exposition.RegistryEncoder;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.MetricType;
import io.github.haproxyexporter.metrics.Selection;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;

/** Answers a scrape: reads HAProxy, then writes its families and the exporter's own in the format that was asked for. */
final class MetricsHandler implements HttpHandler {

    private final TargetScraper scraper;
    private final SelfMetrics self;

    MetricsHandler(TargetScraper scraper, SelfMetrics self) {
        this.scraper = scraper;
        this.self = self;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Selection selection;
        try {
            selection = Selection.of(Requests.parameters(exchange));
        } catch (IllegalArgumentException e) {
            Requests.answer(exchange, 400, e.getMessage() + "\n");
            return;
        }
        ScrapeResult result = scraper.scrape(selection, Deadline.in(timeout(exchange)));
        Format format = Format.accepted(exchange.getRequestHeaders().getFirst("Accept"));
        exchange.getResponseHeaders().set("Content-Type", format.contentType());
        exchange.getResponseHeaders().set("Vary", "Accept, Accept-Encoding");
        long start = System.nanoTime();
        OutputStream out = Requests.body(exchange);
        write(result, selection, format, out);
        // Only here: closed after an exception, half an answer would look like a whole one.
        out.close();
        self.encoded(System.nanoTime() - start);
    }

    private void write(ScrapeResult result, Selection selection, Format format, OutputStream out) throws IOException {
        boolean up = result instanceof ScrapeResult.Read;
        FamilyEncoder encoder = new FamilyEncoder(format, out);
        encoder.write(List.of(Family.of(
                "haproxy_up", MetricType.GAUGE, "1 when HAProxy could be read completely, 0 when not.", up ? 1 : 0)));
        if (result instanceof ScrapeResult.Read read) {
            encoder.write(read.families());
        }
        RegistryEncoder.write(self.registry(), selection::hasFamily, format, out);
    }

    /** The target's time-out, or what Prometheus has left for this scrape when that is less. */
    private Duration timeout(HttpExchange exchange) {
        Duration most = scraper.target().timeout();
        return Requests.scrapeTimeout(exchange)
                .filter(asked -> asked.compareTo(most) < 0)
                .orElse(most);
    }
}
