package io.github.haproxyexporter.http;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The JDK's server, as simpleclient's {@code HTTPServer} is given it. That one puts its own handlers in, which answer any path
 * that begins like theirs and know no HAProxy, and five threads; here everything goes to one router, on the threads given. Its
 * builder refuses an executor beside a server, and a server of its own making queues three connections.
 */
final class RoutedServer extends HttpServer {

    private final HttpServer server;
    private final HttpHandler router;
    private final Executor threads;
    private final List<HttpContext> replaced = new ArrayList<>();

    RoutedServer(HttpServer server, HttpHandler router, Executor threads) {
        this.server = server;
        this.router = router;
        this.threads = threads;
    }

    @Override
    public void start() {
        replaced.forEach(server::removeContext);
        server.createContext("/", router);
        server.setExecutor(threads);
        server.start();
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        HttpContext context = server.createContext(path, handler);
        replaced.add(context);
        return context;
    }

    @Override
    public HttpContext createContext(String path) {
        HttpContext context = server.createContext(path);
        replaced.add(context);
        return context;
    }

    @Override
    public void setExecutor(Executor executor) {
        server.setExecutor(executor);
    }

    @Override
    public Executor getExecutor() {
        return server.getExecutor();
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        server.bind(address, backlog);
    }

    @Override
    public void stop(int delay) {
        server.stop(delay);
    }

    @Override
    public void removeContext(String path) {
        server.removeContext(path);
    }

    @Override
    public void removeContext(HttpContext context) {
        server.removeContext(context);
    }

    @Override
    public InetSocketAddress getAddress() {
        return server.getAddress();
    }
}
