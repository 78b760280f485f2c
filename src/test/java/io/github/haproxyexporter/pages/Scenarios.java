package io.github.haproxyexporter.pages;

import io.github.haproxyexporter.testing.AppServers;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.StubDns;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One real HAProxy whose backends are each in a situation of their own, with clients where the situation needs them. */
final class Scenarios implements AutoCloseable {
    private static final String CONFIG = """
            global
                # After a reload the old process does not wait for the clients that queue.
                hard-stop-after 1s
            defaults
                mode http
                retries 1
                timeout client 30s
                timeout connect 1s
                timeout server 30s
                timeout queue 30s
                default-server inter 500ms fall 2 rise 2
            resolvers dns
                nameserver local 127.0.0.1:{{dns}}
                resolve_retries 1
                timeout retry 300ms
                hold nx 500ms
            frontend www
                bind 127.0.0.1:{{port:www}}
                use_backend %[path,word(1,/)]
            frontend own
                bind 127.0.0.1:{{port:own}}
                http-request return status 503
            frontend paused
                bind 127.0.0.1:{{port:paused}}
            frontend tcp1
                mode tcp
                bind 127.0.0.1:{{port:tcp1}}
                default_backend tcp-unchecked
            frontend tcp2
                mode tcp
                bind 127.0.0.1:{{port:tcp2}}
                default_backend tcp-maintenance
            backend one-of-three
                server web1 127.0.0.1:{{port:closed}} check inter 3s
                server web2 127.0.0.1:{{good}} check
                server web3 127.0.0.1:{{good}} check
            backend follows
                server web1 127.0.0.1:{{good}} track one-of-three/web1
                server web2 127.0.0.1:{{good}} track one-of-three/web2
                server web3 127.0.0.1:{{good}} track one-of-three/web3
            backend two-of-three
                server web1 127.0.0.1:{{port:closed}} check inter 3s
                server web2 127.0.0.1:{{port:closed}} check inter 3s
                server web3 127.0.0.1:{{good}} check
            backend all
                server web1 127.0.0.1:{{port:closed}} check inter 3s
                server web2 127.0.0.1:{{port:closed}} check inter 3s
            backend on-backup
                server web1 127.0.0.1:{{port:closed}} check inter 3s
                server spare 127.0.0.1:{{good}} check backup
            backend one-in-maintenance
                server web1 127.0.0.1:{{good}} check disabled
                server web2 127.0.0.1:{{good}} check
            backend all-in-maintenance
                server web1 127.0.0.1:{{good}} check disabled
            backend maintenance-asked
                server web1 127.0.0.1:{{good}} check disabled
            backend tcp-maintenance
                mode tcp
                server web1 127.0.0.1:{{good}} check disabled
            backend all-drained
                server web1 127.0.0.1:{{good}} check
                server web2 127.0.0.1:{{good}} check
            backend unchecked
                server web1 127.0.0.1:{{port:closed}}
            backend tcp-unchecked
                mode tcp
                server web1 127.0.0.1:{{port:closed}}
            backend slow-check
                option httpchk GET /
                timeout check 6s
                server web1 127.0.0.1:{{slow}} check inter 7s
            backend errors
                server web1 127.0.0.1:{{bad}} check
            backend few-requests
                server web1 127.0.0.1:{{bad}} check
            backend one-of-25-errors
            {{servers}}
                server web25 127.0.0.1:{{bad}} check inter 5s
            backend queue
                server web1 127.0.0.1:{{slow}} check maxconn 1
            backend agent-down
                server web1 127.0.0.1:{{good}} check agent-check agent-port {{down}} agent-inter 1s
                server web2 127.0.0.1:{{good}} check
                server web3 127.0.0.1:{{good}} check
            backend agent-drain
                server web1 127.0.0.1:{{good}} check agent-check agent-port {{drain}} agent-inter 1s
                server web2 127.0.0.1:{{good}} check
                server web3 127.0.0.1:{{good}} check
            backend empty-slots
                server web1 127.0.0.1:{{good}} check
                server-template slot 3 none.invalid:80 check resolvers dns init-addr none
            backend flaps
                option httpchk GET /
                server web1 127.0.0.1:{{flapping}} check inter 100ms fall 1 rise 1
                server web2 127.0.0.1:{{good}} check
                server web3 127.0.0.1:{{good}} check
            """;

    private final AppServers servers = AppServers.start("good", "bad", "slow", "flapping");
    private final StubDns dns = StubDns.start();
    private final ScheduledExecutorService clients = Executors.newScheduledThreadPool(24);
    private final List<Future<?>> asking = new ArrayList<>();
    private final ServerSocket down = agent("down\n");
    private final ServerSocket drain = agent("drain\n");
    private final HaproxyProcess haproxy = HaproxyProcess.builder()
            .config(CONFIG)
            .value("good", port("good"))
            .value("bad", port("bad"))
            .value("slow", port("slow"))
            .value("flapping", port("flapping"))
            .value("dns", Integer.toString(dns.port()))
            .value("down", Integer.toString(down.getLocalPort()))
            .value("drain", Integer.toString(drain.getLocalPort()))
            .value(
                    "servers",
                    IntStream.range(1, 25)
                            .mapToObj(i -> "    server web" + i + " 127.0.0.1:" + port("good") + " check inter 5s")
                            .collect(Collectors.joining("\n")))
            .start();

    Scenarios() {
        servers.answerStatus("bad", 500);
        servers.answerSlowly("slow");
        haproxy.socket().change("disable frontend paused");
        haproxy.socket().change("set server all-drained/web1 state drain");
        haproxy.socket().change("set server all-drained/web2 state drain");
        for (String backend : new String[] {"maintenance-asked", "all-drained", "unchecked", "errors"}) {
            every(500, () -> HttpAnswer.get(haproxy.url("www", "/" + backend)));
        }
        every(500, () -> HttpAnswer.get(haproxy.url("own", "/")));
        every(25, () -> HttpAnswer.get(haproxy.url("www", "/one-of-25-errors")));
        every(3000, () -> HttpAnswer.get(haproxy.url("www", "/few-requests")));
        for (int i = 0; i < 10; i++) {
            every(10, () -> HttpAnswer.get(haproxy.url("www", "/queue")));
        }
        every(500, () -> HttpAnswer.get(haproxy.url("tcp1", "/")));
        every(500, () -> HttpAnswer.get(haproxy.url("tcp2", "/")));
    }

    HaproxyProcess haproxy() {
        return haproxy;
    }

    /** Takes a server DOWN and brings it back, as often as makes it flap. */
    void flap() {
        for (int i = 0; i < 4; i++) {
            servers.answerStatus("flapping", 503);
            haproxy.awaitStatus("flaps", "web1", "DOWN");
            servers.answerNormally("flapping");
            haproxy.awaitStatus("flaps", "web1", "UP");
        }
    }

    @Override
    public void close() {
        asking.forEach(client -> client.cancel(true));
        clients.shutdownNow();
        try (servers;
                dns;
                down;
                drain) {
            haproxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close an agent", e);
        }
    }

    private String port(String server) {
        return Integer.toString(servers.port(server));
    }

    private void every(long millis, Runnable request) {
        asking.add(clients.scheduleWithFixedDelay(
                () -> {
                    try {
                        request.run();
                    } catch (UncheckedIOException e) {
                        // That clients get nothing is what some situations are about: they ask again.
                    }
                },
                0,
                millis,
                TimeUnit.MILLISECONDS));
    }

    /** An agent on a server, which answers every connection with one word. */
    private ServerSocket agent(String word) {
        try {
            ServerSocket agent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            clients.execute(() -> {
                while (!agent.isClosed()) {
                    try (Socket asked = agent.accept();
                            OutputStream answer = asked.getOutputStream()) {
                        answer.write(word.getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        // HAProxy hangs up early, or the agent was closed: the loop's condition tells.
                    }
                }
            });
            return agent;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen as an agent", e);
        }
    }
}
