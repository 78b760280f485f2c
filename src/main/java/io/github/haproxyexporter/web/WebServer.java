package io.github.haproxyexporter.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.haproxyexporter.history.History;
import io.github.haproxyexporter.http.Limits;
import io.github.haproxyexporter.http.Listeners;
import io.github.haproxyexporter.http.PostHandler;
import io.github.haproxyexporter.http.Requests;
import io.github.haproxyexporter.http.access.LiveAccess;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.scrape.TargetSet;
import io.github.haproxyexporter.web.page.PageRoutes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Serves the metrics over HTTP on one or more addresses, until it is closed. */
public final class WebServer implements AutoCloseable {

    /** How long scrapes under way may go on at the end: with all that comes after it less than supervisors wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Listeners listeners;
    private final TargetSet targets;
    private final ScrapeResponder responder;
    private final AtomicBoolean ending;

    private WebServer(Listeners listeners, TargetSet targets, ScrapeResponder responder, AtomicBoolean ending) {
        this.listeners = listeners;
        this.targets = targets;
        this.responder = responder;
        this.ending = ending;
    }

    /**
     * Starts serving.
     *
     * @param telemetryPath where the metrics are
     * @param history the changes that {@code /api/v1/events} lists
     * @param reload reads the file of targets again and tells whether it is good; empty when that is not asked for over HTTP
     * @param budget what answers take their memory from
     * @param access who may come and by TLS or not; empty when everybody may, by plain HTTP
     * @throws IOException when an address cannot be listened on; the message names it
     */
    public static WebServer start(
            List<InetSocketAddress> listen,
            String telemetryPath,
            TargetSet targets,
            History history,
            SelfMetrics self,
            MemoryBudget budget,
            Optional<BooleanSupplier> reload,
            Limits limits,
            Optional<LiveAccess> access)
            throws IOException {
        ScrapeResponder responder = new ScrapeResponder(self, budget);
        Map<String, HttpHandler> handlers = new LinkedHashMap<>();
        PageRoutes.add(handlers, targets, budget, telemetryPath);
        handlers.put("/-/healthy", exchange -> Requests.answer(exchange, 200, "healthy\n"));
        AtomicBoolean ending = new AtomicBoolean();
        handlers.put("/-/ready", exchange -> {
            boolean ready = !ending.get();
            Requests.answer(exchange, ready ? 200 : 503, ready ? "ready\n" : "ending\n");
        });
        handlers.put("/-/reload", (PostHandler) exchange -> reload(exchange, reload));
        handlers.put("/probe", new ProbeHandler(targets, responder));
        handlers.put("/sd", new DiscoveryHandler(targets));
        handlers.put("/api/v1/events", new EventsHandler(history));
        HttpHandler metrics = exchange -> responder.respond(exchange, targets.current(), targets.areSeveral(), true);
        try {
            if (handlers.putIfAbsent(telemetryPath, metrics) != null) {
                throw new IOException("cannot serve metrics at " + telemetryPath
                        + ", where something else is served: expected --web.telemetry-path to be one such as /metrics");
            }
            return new WebServer(
                    Listeners.start(listen, handlers, self.registry(), PATIENCE, limits, access, self),
                    targets,
                    responder,
                    ending);
        } catch (IOException e) {
            responder.close();
            throw e;
        }
    }

    private static void reload(HttpExchange exchange, Optional<BooleanSupplier> reload) throws IOException {
        if (reload.isEmpty()) {
            Requests.answer(exchange, 403, "not enabled: start with --web.enable-lifecycle and --config.file\n");
        } else if (reload.get().getAsBoolean()) {
            Requests.answer(exchange, 200, "reloaded\n");
        } else {
            Requests.answer(
                    exchange, 500, "the file cannot be used, and the targets are those of before; see the log\n");
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
        targets.close();
        responder.close();
    }
}
