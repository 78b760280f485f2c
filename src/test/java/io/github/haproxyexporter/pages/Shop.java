package io.github.haproxyexporter.pages;

import io.github.haproxyexporter.testing.AppServers;
import io.github.haproxyexporter.testing.Certificates;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.HttpAnswer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A shop behind a real HAProxy with TLS, a name server and a peer: two servers, a backup, and clients who never stop asking. */
final class Shop implements AutoCloseable {
    private static final String PEERS = """
            global
                localpeer {{me}}
            peers cluster
                peer one 127.0.0.1:{{port:one}}
                peer two 127.0.0.1:{{port:two}}
            """;

    private static final String CONFIG = PEERS + """
            resolvers dns
                nameserver local 127.0.0.1:{{port:dns}}
            defaults
                mode http
                option socket-stats
                option redispatch
                retries 2
                timeout client 5s
                timeout connect 1s
                timeout server 5s
                timeout queue 2s
            frontend www
                bind 127.0.0.1:{{port:www}} name public
                bind 127.0.0.1:{{port:tls}} name secure ssl crt {{dir}}/site.pem
                maxconn 500
                rate-limit sessions 1000
                http-request track-sc0 src table shop
                http-request deny if { path /denied }
                http-request return status 200 content-type text/plain string "no server saw this" if { path /own }
                default_backend shop
            backend shop
                option httpchk GET /health
                http-check expect status 200
                stick-table type ip size 1k expire 10m peers cluster
                http-reuse always
                timeout check 3s
                default-server inter 1s fall 2 rise 2 maxconn 50
                server web1 127.0.0.1:{{web1}} check
                server web2 127.0.0.1:{{web2}} check
                # Nothing answers there: an agent that is away changes nothing.
                server spare 127.0.0.1:{{spare}} check backup agent-check agent-port 1 agent-inter 1s
            """;

    private static final String[] PATHS = {"/", "/", "/", "/text", "/", "/own", "/", "/denied"};

    private final AppServers servers = AppServers.start("web1", "web2", "spare");
    private final HaproxyProcess haproxy = HaproxyProcess.builder()
            .config(CONFIG)
            .file("site.pem", Certificates.selfSigned())
            .value("me", "one")
            .value("web1", Integer.toString(servers.port("web1")))
            .value("web2", Integer.toString(servers.port("web2")))
            .value("spare", Integer.toString(servers.port("spare")))
            .start();
    private final HaproxyProcess peer = HaproxyProcess.builder()
            .config(PEERS + """
                    backend shop
                        stick-table type ip size 1k expire 10m peers cluster
                    """)
            .value("me", "two")
            .port("one", haproxy.port("one"))
            .port("two", haproxy.port("two"))
            .start();
    private final ScheduledExecutorService clients = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> asking = clients.scheduleWithFixedDelay(this::ask, 0, 30, TimeUnit.MILLISECONDS);
    private int asked;

    Shop() {
        haproxy.process()
                .await(
                        "connected to its peer",
                        Duration.ofSeconds(30),
                        () -> haproxy.command("show peers").contains("last_status=ESTA"));
    }

    AppServers servers() {
        return servers;
    }

    HaproxyProcess haproxy() {
        return haproxy;
    }

    @Override
    public void close() {
        asking.cancel(true);
        clients.shutdownNow();
        try (servers;
                peer) {
            haproxy.close();
        }
    }

    private void ask() {
        try {
            HttpAnswer.get(haproxy.url("www", PATHS[asked++ % PATHS.length]));
        } catch (UncheckedIOException e) {
            // The test has killed HAProxy: clients get nothing, and ask again.
            asked++;
        }
    }
}
