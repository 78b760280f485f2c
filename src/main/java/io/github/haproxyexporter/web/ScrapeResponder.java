package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpExchange;
import io.github.haproxyexporter.exposition.Exposition;
import io.github.haproxyexporter.exposition.ExpositionWriter;
import io.github.haproxyexporter.exposition.Format;
import io.github.haproxyexporter.exposition.GzipStream;
import io.github.haproxyexporter.exposition.RegistryEncoder;
import io.github.haproxyexporter.http.Preferences;
import io.github.haproxyexporter.http.Requests;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.Family;
import io.github.haproxyexporter.metrics.MetricType;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.scrape.AvailableCollectors;
import io.github.haproxyexporter.scrape.ScrapeLease;
import io.github.haproxyexporter.scrape.ScrapeResult;
import io.github.haproxyexporter.scrape.ScrapeResult.Shortage;
import io.github.haproxyexporter.scrape.TargetScraper;
import io.prometheus.client.CollectorRegistry;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers a scrape: reads targets at the same time, then writes their families in the format that was asked for. */
final class ScrapeResponder implements AutoCloseable {

    /** Seconds; the usual dump takes less than one. */
    private static final String RETRY_AFTER = "5";

    private static final CollectorRegistry NOTHING = new CollectorRegistry();

    private final SelfMetrics self;
    private final MemoryBudget budget;
    private final ExpositionWriter writer = new ExpositionWriter();

    ScrapeResponder(SelfMetrics self, MemoryBudget budget) {
        this.self = self;
        this.budget = budget;
    }

    /**
     * Answers a request for some targets.
     *
     * @param labelled whether every family carries the labels of its target
     * @param withOwn whether the exporter's own metrics follow
     */
    void respond(HttpExchange exchange, List<TargetScraper> targets, boolean labelled, boolean withOwn)
            throws IOException {
        Selection selection;
        try {
            selection = selection(Requests.parameters(exchange));
        } catch (IllegalArgumentException e) {
            Requests.answer(exchange, 400, e.getMessage() + "\n");
            return;
        }
        Format format = format(Requests.preferences(exchange, "Accept"));
        exchange.getResponseHeaders().set("Vary", "Accept, Accept-Encoding");
        if (Requests.isHead(exchange)) {
            exchange.getResponseHeaders().set("Content-Type", format.contentType());
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        List<ScrapeLease> leases = new ArrayList<>(targets.size());
        try {
            TargetScraper.scrape(targets, selection, target -> timeout(exchange, target), leases);
            // Not before: a request that waits for a target which hangs is no slow reader of the others' results.
            leases.forEach(ScrapeLease::beginSending);
            answer(exchange, targets, leases, labelled, withOwn, selection, format);
        } finally {
            leases.forEach(ScrapeLease::close);
        }
    }

    private void answer(
            HttpExchange exchange,
            List<TargetScraper> targets,
            List<ScrapeLease> leases,
            boolean labelled,
            boolean withOwn,
            Selection selection,
            Format format)
            throws IOException {
        for (ScrapeLease lease : leases) {
            if (lease.result() instanceof ScrapeResult.Refused refused) {
                refuse(exchange, refused.shortage());
                return;
            }
        }
        List<Family.OfTarget> about = new ArrayList<>();
        List<Family.OfTarget> read = new ArrayList<>();
        for (int i = 0; i < leases.size(); i++) {
            var labels = targets.get(i).target().names();
            about.add(new Family.OfTarget(labels, about(leases.get(i).result(), selection)));
            read.add(new Family.OfTarget(labels, families(leases.get(i).result())));
        }
        try (MemoryBudget.Share memory =
                leases.isEmpty() ? budget.open(true, () -> true) : leases.get(0).openShare()) {
            byte[] first = new Exposition(
                            labelled ? Family.merged(about) : about.get(0).families(), format)
                    .toBytes();
            List<Family> families = labelled ? Family.merged(read) : read.get(0).families();
            send(exchange, first, families, withOwn, selection, format, memory);
        } catch (MemoryBudget.ExhaustedException e) {
            refuse(exchange, Shortage.MEMORY);
        } catch (IOException e) {
            if (leases.stream().anyMatch(ScrapeLease::isCut)) {
                self.refused("slow_reader");
            }
            throw e;
        }
    }

    private void send(
            HttpExchange exchange,
            byte[] first,
            List<Family> families,
            boolean withOwn,
            Selection selection,
            Format format,
            MemoryBudget.Share memory)
            throws IOException {
        long start = System.nanoTime();
        boolean gzip = Requests.takesGzip(exchange);
        ByteArrayOutputStream own = new ByteArrayOutputStream(1 << 14);
        RegistryEncoder.write(withOwn ? self.registry() : NOTHING, selection::hasFamily, format, own);
        Exposition exposition = writer.prepare(families, format, memory);
        exchange.getResponseHeaders().set("Content-Type", format.contentType());
        long length = first.length + exposition.length() + own.size();
        if (gzip) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            length = 0;
        }
        TimedStream out = new TimedStream(Requests.body(exchange, length));
        if (gzip) {
            try (GzipStream zipped = new GzipStream(out)) {
                write(first, exposition, own.toByteArray(), zipped);
                zipped.finish();
            }
        } else {
            write(first, exposition, own.toByteArray(), out);
        }
        // Not by try-with-resources: to close it is to end the answer as if it were whole.
        out.close();
        self.encoded(System.nanoTime() - start - out.nanos());
    }

    private void write(byte[] first, Exposition exposition, byte[] last, OutputStream out) throws IOException {
        out.write(first);
        writer.write(exposition, out);
        out.write(last);
    }

    private void refuse(HttpExchange exchange, Shortage shortage) throws IOException {
        self.refused(shortage == Shortage.DUMPS ? "dumps" : "memory");
        exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER);
        Requests.answer(
                exchange,
                503,
                shortage == Shortage.DUMPS
                        ? "scrapes with other query parameters were read all the time; send fewer different ones, or none\n"
                        : "other answers take all the memory for scrapes; give the JVM more by -Xmx, or scrape less at once\n");
    }

    private static Selection selection(List<Map.Entry<String, String>> parameters) {
        List<String> collectors = parameters.stream()
                .filter(parameter -> parameter.getKey().equals("collect[]"))
                .map(Map.Entry::getValue)
                .toList();
        Selection selection = Selection.of(parameters);
        return collectors.isEmpty() ? selection : selection.only(AvailableCollectors.objects(collectors));
    }

    /** OpenMetrics when it is named and nothing is liked better, else text, which every client reads. */
    private static Format format(Preferences accept) {
        double openMetrics = accept.weight(Format.OPEN_METRICS.mediaType());
        double text = accept.weight(Format.TEXT.mediaType(), "text/*", "*/*");
        return openMetrics > 0 && openMetrics >= text ? Format.OPEN_METRICS : Format.TEXT;
    }

    private static List<Family> families(ScrapeResult result) {
        return result instanceof ScrapeResult.Read read ? read.families() : List.of();
    }

    /** The families about the scrape itself. */
    private static List<Family> about(ScrapeResult result, Selection selection) {
        List<Family> families = new ArrayList<>();
        families.add(Family.of(
                "haproxy_up",
                MetricType.GAUGE,
                "1 when HAProxy could be read completely, 0 when not.",
                result instanceof ScrapeResult.Read ? 1 : 0));
        ScrapeResult.CollectorRun.families(result).stream()
                .filter(family -> selection.hasFamily(family.name()))
                .forEach(families::add);
        return families;
    }

    /** The target's time-out, or what Prometheus has left for this scrape when that is less. */
    private static Duration timeout(HttpExchange exchange, TargetScraper scraper) {
        Duration most = scraper.target().timeout();
        return Requests.scrapeTimeout(exchange)
                .filter(asked -> asked.compareTo(most) < 0)
                .orElse(most);
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

    /** Ends the thread that helps to encode. */
    @Override
    public void close() {
        writer.close();
    }
}
