package io.github.haproxyexporter.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.haproxyexporter.http.access.LiveAccess;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves handlers over HTTP on one or more addresses, until it is closed. */
public final class Listeners implements AutoCloseable {

    /** Connections that wait to be accepted: a burst of new ones must not make a scrape send its first packet again. */
    private static final int BACKLOG = 4096;

    private final List<HTTPServer> servers = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final RequestThreads threads;

    private Listeners(RequestThreads threads) {
        this.threads = threads;
    }

    /**
     * Starts serving.
     *
     * @param handlers by their paths, each of which is matched exactly
     * @param registry what simpleclient's server is given; nothing of it is served unless by a handler
     * @param patience how long {@link #close} waits for answers under way
     * @param access who may come and by TLS or not; empty when everybody may, by plain HTTP
     * @param refusals notified of requests that no handler sees
     * @throws IOException when an address cannot be listened on; the message names it
     */
    public static Listeners start(
            List<InetSocketAddress> listen,
            Map<String, HttpHandler> handlers,
            CollectorRegistry registry,
            Duration patience,
            Limits asked,
            Optional<LiveAccess> access,
            RefusalListener refusals)
            throws IOException {
        Limits limits = asked.fitting(OpenFiles.left(), listen.size());
        limits.applyToServer();
        OpenFiles files = new OpenFiles(limits.maxConnections(), OpenFiles::count);
        RequestThreads threads = new RequestThreads(limits, listen.size(), patience, files::inspect);
        Listeners listeners = new Listeners(threads);
        Router router = new Router(handlers, threads, limits.maxBodyBytes(), access, refusals);
        // Not by filter: a reference to the method would load its class where there is no web configuration.
        Optional<LiveAccess> tls = access.isPresent() && access.get().isTls() ? access : Optional.empty();
        try {
            for (InetSocketAddress address : listen) {
                listeners.listen(address, router, registry, tls);
            }
            files.start();
            return listeners;
        } catch (IOException e) {
            listeners.close();
            throw e;
        }
    }

    private void listen(InetSocketAddress address, Router router, CollectorRegistry registry, Optional<LiveAccess> tls)
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
        servers.add(new HTTPServer.Builder()
                .withHttpServer(new RoutedServer(http, router, threads))
                .withRegistry(registry)
                .build());
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

    /** Waits for the answers under way, no longer than its patience, then stops. */
    @Override
    public void close() {
        threads.close();
        servers.forEach(HTTPServer::close);
    }
}
