package io.github.haproxyexporter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The end of the line: an HTTP server that keeps the pages which Alertmanager posts. */
public final class WebhookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonNode> pages = new CopyOnWriteArrayList<>();

    private WebhookReceiver(HttpServer server) {
        this.server = server;
    }

    public static WebhookReceiver start() {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()), 50);
            WebhookReceiver receiver = new WebhookReceiver(server);
            server.createContext("/", receiver::receive);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for pages", e);
        }
    }

    /** The address for {@code webhook_configs}; any path below it is recorded too. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** All pages so far, oldest first, as Alertmanager posts them: {@code status}, {@code groupLabels}, {@code alerts} …. */
    public List<JsonNode> pages() {
        return List.copyOf(pages);
    }

    /** Waits for the first page that fits and gives it. */
    public JsonNode awaitPage(String what, Duration atMost, Predicate<JsonNode> fits) {
        try {
            return Awaitility.await()
                    .atMost(atMost)
                    .pollDelay(Duration.ZERO)
                    .until(() -> pages.stream().filter(fits).findFirst(), found -> found.isPresent())
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("no page " + what + " within " + atMost + ", only: " + pages, e);
        }
    }

    /** Forgets the pages so far. */
    public void clear() {
        pages.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            pages.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(200, -1);
        }
    }
}
