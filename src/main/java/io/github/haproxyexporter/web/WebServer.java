package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.haproxyexporter.web.access.LiveAccess;
import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Serves the metrics over HTTP on one or more addresses, until it is closed. */
public final class WebServer implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(WebServer.class);

    /** Connections that wait to be accepted: a burst of new ones must not make a scrape send its first packet again. */
    private static final int BACKLOG = 4096;

    private final List<HTTPServer> servers = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final InFlight inFlight = new InFlight(new IdleCollection()::collect);
    private final RequestThreads threads;
    private final MetricsHandler metrics;
    private final Duration patience;

    private WebServer(MetricsHandler metrics, Duration patience, Limits limits, int listeners) {
        this.metrics = metrics;
        this.patience = patience;
        this.threads = new RequestThreads(limits, listeners);
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
            Limits asked,
            Optional<LiveAccess> access)
            throws IOException {
        Limits limits = fitting(asked, listen.size());
        limits.applyToServer();
        MetricsHandler metrics = new MetricsHandler(scraper, self);
        WebServer web = new WebServer(metrics, scraper.target().timeout(), limits, listen.size());
        Map<String, HttpHandler> handlers = new LinkedHashMap<>();
        handlers.put("/", new LandingPage(telemetryPath));
        handlers.put("/-/healthy", exchange -> Requests.answer(exchange, 200, "healthy\n"));
        handlers.put("/-/ready", exchange -> Requests.answer(exchange, 200, "ready\n"));
        handlers.put(telemetryPath, metrics);
        try {
            for (InetSocketAddress address : listen) {
                Router router = new Router(handlers, web.inFlight, web.threads, limits.maxBodyBytes(), access);
                // Not by filter: a reference to the method would load its class where there is no web configuration.
                Optional<LiveAccess> tls = access.isPresent() && access.get().isTls() ? access : Optional.empty();
                web.listen(address, router, self, tls);
            }
            return web;
        } catch (IOException e) {
            web.close();
            throw e;
        }
    }

    private static Limits fitting(Limits asked, int listeners) {
        OptionalLong files = OpenFiles.left(Path.of("/proc/self"));
        Limits limits = files.isEmpty() ? asked : asked.fitting(files.getAsLong(), listeners);
        if (limits.maxConnections() < asked.maxConnections()) {
            LOG.warn(
                    "connections of a listener are limited to {}, not --web.max-connections {}: this process may open {}"
                            + " more files; raise its limit (LimitNOFILE of systemd, ulimit -n)",
                    limits.maxConnections(),
                    asked.maxConnections(),
                    files.getAsLong());
        }
        return limits;
    }

    private void listen(InetSocketAddress address, Router router, SelfMetrics self, Optional<LiveAccess> tls)
            throws IOException {
        HttpServer http;
        try {
            http = tls.isPresent() ? secured(address, tls.get()) : HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + e.getMessage()
                            + "; is the port free, and the address one of this host?",
                    e);
        }
        HTTPServer server = new HTTPServer.Builder()
                .withHttpServer(new RoutedServer(http, router, threads))
                .withRegistry(self.registry())
                .build();
        servers.add(server);
        addresses.add(http.getAddress());
    }

    private static HttpServer secured(InetSocketAddress address, LiveAccess access) throws IOException {
        HttpsServer https = HttpsServer.create(address, BACKLOG);
        https.setHttpsConfigurator(new HttpsConfigurator(access.tlsContext()) {
            @Override
            public void configure(HttpsParameters parameters) {
                // Its engines come with all that is configured.
            }
        });
        return https;
    }

    /** The addresses that are listened on, with the ports that were chosen where port 0 was asked for. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** Ends the scrapes that are running, waiting for them no longer than the target's time-out, then stops. */
    @Override
    public void close() {
        inFlight.awaitNone(patience);
        threads.close();
        servers.forEach(HTTPServer::close);
        metrics.close();
    }
}
