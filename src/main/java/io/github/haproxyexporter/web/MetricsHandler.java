package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.exposition.Exposition;
import io.github.haproxyexporter.exposition.ExpositionSharing;
import io.github.haproxyexporter.exposition.Format;
import io.github.haproxyexporter.exposition.RegistryEncoder;
import io.github.haproxyexporter.http.Preferences;
import io.github.haproxyexporter.http.Requests;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.MetricType;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.scrape.AvailableCollectors;
import io.github.haproxyexporter.scrape.CollectorRun;
import io.github.haproxyexporter.scrape.ScrapeResult;
import io.github.haproxyexporter.scrape.TargetScraper;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers a scrape: reads HAProxy, then writes its families and the exporter's own in the format that was asked for. */
final class MetricsHandler implements HttpHandler, AutoCloseable {

    private final TargetScraper scraper;
    private final SelfMetrics self;
    private final ExpositionSharing sharing = new ExpositionSharing();

    MetricsHandler(TargetScraper scraper, SelfMetrics self) {
        this.scraper = scraper;
        this.self = self;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Selection selection;
        try {
            selection = selection(Requests.parameters(exchange));
        } catch (IllegalArgumentException e) {
            Requests.answer(exchange, 400, e.getMessage() + "\n");
            return;
        }
        Format format = format(Requests.preferences(exchange, "Accept"));
        exchange.getResponseHeaders().set("Content-Type", format.contentType());
        exchange.getResponseHeaders().set("Vary", "Accept, Accept-Encoding");
        if (Requests.isHead(exchange)) {
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        send(exchange, scraper.scrape(selection, Deadline.in(timeout(exchange))), selection, format);
    }

    /** OpenMetrics when it is named and nothing is liked better, else text, which every client reads. */
    private static Format format(Preferences accept) {
        double openMetrics = accept.weight(Format.OPEN_METRICS.mediaType());
        double text = accept.weight(Format.TEXT.mediaType(), "text/*", "*/*");
        return openMetrics > 0 && openMetrics >= text ? Format.OPEN_METRICS : Format.TEXT;
    }

    private void send(HttpExchange exchange, ScrapeResult result, Selection selection, Format format)
            throws IOException {
        long start = System.nanoTime();
        boolean gzip = Requests.takesGzip(exchange);
        List<Family> families = result instanceof ScrapeResult.Read read ? read.families() : List.of();
        List<Family> scrape = new ArrayList<>(List.of(up(result)));
        CollectorRun.families(result, List.of()).stream()
                .filter(family -> selection.hasFamily(family.name()))
                .forEach(scrape::add);
        byte[] up = new Exposition(scrape, format).toBytes();
        ByteArrayOutputStream own = new ByteArrayOutputStream(1 << 14);
        RegistryEncoder.write(self.registry(), selection::hasFamily, format, own);
        try (ExpositionSharing.Sending sending = sharing.open(families, format, gzip)) {
            if (gzip) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            TimedStream out =
                    new TimedStream(Requests.body(exchange, gzip ? 0 : up.length + sending.length() + own.size()));
            sending.write(up, own.toByteArray(), out);
            // Not by try-with-resources: to close it is to end the answer as if it were whole.
            out.close();
            self.encoded(System.nanoTime() - start - out.nanos());
        }
    }

    /** Measures how long the client takes to receive what is written. */
    private static final class TimedStream extends FilterOutputStream {

        private long nanos;

        TimedStream(OutputStream out) {
            super(out);
        }

        long nanos() {
            return nanos;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            long start = System.nanoTime();
            out.write(bytes, offset, length);
            nanos += System.nanoTime() - start;
        }

        @Override
        public void close() throws IOException {
            long start = System.nanoTime();
            out.close();
            nanos += System.nanoTime() - start;
        }
    }

    private static Selection selection(List<Map.Entry<String, String>> parameters) {
        List<String> collectors = parameters.stream()
                .filter(parameter -> parameter.getKey().equals("collect[]"))
                .map(Map.Entry::getValue)
                .toList();
        Selection selection = Selection.of(parameters);
        return collectors.isEmpty() ? selection : selection.only(AvailableCollectors.objects(collectors));
    }

    private static Family up(ScrapeResult result) {
        return Family.of(
                "haproxy_up",
                MetricType.GAUGE,
                "1 when HAProxy could be read completely, 0 when not.",
                List.of(),
                result instanceof ScrapeResult.Read ? 1 : 0);
    }

    /** The target's time-out, or what Prometheus has left for this scrape when that is less. */
    private Duration timeout(HttpExchange exchange) {
        Duration most = scraper.target().timeout();
        return Requests.scrapeTimeout(exchange)
                .filter(asked -> asked.compareTo(most) < 0)
                .orElse(most);
    }

    /** Ends the thread that helps to encode. */
    @Override
    public void close() {
        sharing.close();
    }
}
