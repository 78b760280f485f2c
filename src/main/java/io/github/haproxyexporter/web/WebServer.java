package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.http.Limits;
import io.github.haproxyexporter.http.Listeners;
import io.github.haproxyexporter.http.Requests;
import io.github.haproxyexporter.http.access.LiveAccess;
import io.github.haproxyexporter.scrape.TargetScraper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves the metrics over HTTP on one or more addresses, until it is closed. */
public final class WebServer implements AutoCloseable {

    private final Listeners listeners;
    private final MetricsHandler metrics;

    private WebServer(Listeners listeners, MetricsHandler metrics) {
        this.listeners = listeners;
        this.metrics = metrics;
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
        handlers.put("/-/ready", exchange -> Requests.answer(exchange, 200, "ready\n"));
        handlers.put(telemetryPath, metrics);
        try {
            return new WebServer(
                    Listeners.start(
                            listen, handlers, self.registry(), scraper.target().timeout(), limits, access),
                    metrics);
        } catch (IOException e) {
            metrics.close();
            throw e;
        }
    }

    /** The addresses that are listened on, with the ports that were chosen where port 0 was asked for. */
    public List<InetSocketAddress> addresses() {
        return listeners.addresses();
    }

    /** Ends the scrapes that are running, waiting for them no longer than the target's time-out, then stops. */
    @Override
    public void close() {
        listeners.close();
        metrics.close();
    }
}
