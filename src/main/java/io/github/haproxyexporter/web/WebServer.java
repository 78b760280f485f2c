package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.http.Limits;
import io.github.haproxyexporter.http.Listeners;
import io.github.haproxyexporter.http.Requests;
import io.github.haproxyexporter.http.access.LiveAccess;
import io.github.haproxyexporter.scrape.TargetScraper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Serves the metrics over HTTP on one or more addresses, until it is closed. */
public final class WebServer implements AutoCloseable {

    /** How long scrapes under way may go on at the end: with all that comes after it less than supervisors wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Listeners listeners;
    private final MetricsHandler metrics;
    private final AtomicBoolean ending;

    private WebServer(Listeners listeners, MetricsHandler metrics, AtomicBoolean ending) {
        this.listeners = listeners;
        this.metrics = metrics;
        this.ending = ending;
    }

    /**
     * Starts serving.
     *
     * @param telemetryPath where the metrics are
     * @param access who may come and by TLS or not; empty when everybody may, by plain HTTP
     * @throws IOException when an address cannot be listened on; the message names it
     */
    public static WebServer start(
            List<InetSocketAddress> listen,
            String telemetryPath,
            TargetScraper scraper,
            SelfMetrics self,
            Limits limits,
            Optional<LiveAccess> access)
            throws IOException {
        MetricsHandler metrics = new MetricsHandler(scraper, self);
        Map<String, HttpHandler> handlers = new LinkedHashMap<>();
        handlers.put("/", new LandingPage(telemetryPath));
        handlers.put("/-/healthy", exchange -> Requests.answer(exchange, 200, "healthy\n"));
        AtomicBoolean ending = new AtomicBoolean();
        handlers.put("/-/ready", exchange -> {
            boolean ready = !ending.get();
            Requests.answer(exchange, ready ? 200 : 503, ready ? "ready\n" : "ending\n");
        });
        handlers.put(telemetryPath, metrics);
        try {
            return new WebServer(
                    Listeners.start(listen, handlers, self.registry(), PATIENCE, limits, access, self),
                    metrics,
                    ending);
        } catch (IOException e) {
            metrics.close();
            throw e;
        }
    }

    /** The addresses that are listened on, with the ports that were chosen where port 0 was asked for. */
    public List<InetSocketAddress> addresses() {
        return listeners.addresses();
    }

    /** Is no longer ready, waits some seconds for the scrapes that are running, cuts those that are left, and stops. */
    @Override
    public void close() {
        ending.set(true);
        listeners.close();
        metrics.close();
    }
}
