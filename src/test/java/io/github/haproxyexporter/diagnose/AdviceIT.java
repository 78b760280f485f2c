package io.github.haproxyexporter.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import io.github.haproxyexporter.history.TransitionLog;
import io.github.haproxyexporter.stats.AdminStates;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.ServerStates;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.stats.StatView;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.Ports;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures behind a real HAProxy, diagnosed; then all that the output says is written into the configuration, and the servers are UP. */
class AdviceIT {
    private static final List<Peer> PEERS = new ArrayList<>();
    private static final StringBuilder CONFIG = new StringBuilder("""
            defaults
                mode http
                timeout connect 3s
                timeout client 5s
                timeout server 5s
                timeout check 3s
                default-server inter 3s fastinter 500ms downinter 500ms fall 1 rise 1
            """);
    private static final Map<String, List<Action>> ADVICE = new TreeMap<>();
    private static ScratchDirectory scratch = ScratchDirectory.create();
    private static Path client = scratch.path();
    private static HaproxyProcess haproxy = start();

    private static HaproxyProcess start() {
        Path valid = Certificates.make(scratch.path(), "valid", "-1d", 365);
        String authority = scratch.path().resolve("valid.pem").toString();
        client = Certificates.withKey(valid);

        backend("method_405", http(head -> head.startsWith("GET "), "405 Not Allowed") + " check", "option httpchk");
        backend(
                "page_404",
                http(head -> head.startsWith("GET /healthz "), "404 Not Found") + " check  # the only one",
                "option httpchk GET /status HTTP/1.1",
                "http-check expect status 200");
        backend(
                "host_400",
                http(head -> head.contains("host: www.example.com"), "400 Bad Request") + " check",
                "option httpchk GET /status HTTP/1.1");
        backend(
                "redirect",
                peer(Peer.http("301 Moved Permanently", "Location: /login", "", "")) + " check",
                "option httpchk GET /",
                "http-check expect status 200");
        backend(
                "status_204",
                peer(Peer.http("204 No Content", "", "")) + " check",
                "option httpchk GET /status",
                "http-check expect status 200");
        backend(
                "other_text",
                peer(Peer.http("200 OK", "", "fine")) + " check",
                "option httpchk GET /",
                "http-check expect string \"good\"");
        backend(
                "tls_on_plain",
                peer(Peer.http("200 OK", "", "")) + " check check-ssl verify none",
                "option httpchk GET /");
        String tls = "127.0.0.1:"
                + keep(Peer.tls(valid, Peer.http("200 OK", "", "fine"))).port();
        backend("plain_on_tls", tls + " check  # not yet", "option httpchk GET /");
        backend(
                "other_name",
                tls + " check ssl verify required verifyhost wrong.example.com ca-file " + authority,
                "option httpchk GET /");
        CONFIG.append("frontend wants_certificates\n    bind 127.0.0.1:{{port:mtls}} ssl crt " + client
                + " verify required ca-file " + authority + "\n    http-request return status 200\n");
        backend("certificate", "127.0.0.1:{{port:mtls}} check ssl verify none", "option httpchk GET /");
        CONFIG.append("frontend wants_header\n    bind 127.0.0.1:{{port:header}} accept-proxy\n"
                + "    http-request return status 200\n");
        backend("proxy_header", "127.0.0.1:{{port:header}} check", "option httpchk GET /");
        backend("mail", peer(AdviceIT::mail) + " check", "option httpchk GET /");
        backend("redis", peer(AdviceIT::redis) + " check", "option redis-check");
        backend("ldap", peer(AdviceIT::ldap) + " check", "option ldap-check");
        backend("slow", peer(AdviceIT::slow) + " check inter 700ms", "option httpchk GET /", "timeout check 500ms");
        backend(
                "wrong_port",
                peer(Peer.http("200 OK", "", "")) + " check port " + Ports.free(),
                "option httpchk GET /");
        backend("disabled", peer(Peer.http("200 OK", "", "")) + " check disabled", "option httpchk GET /");
        CONFIG.append("defaults given from base\n    option httpchk GET /status\n    http-check expect status 200\n");
        backend("inherited from given", http(head -> head.startsWith("GET /health "), "404 Not Found") + " check");
        backend(
                "lost_request from given",
                http(head -> head.contains("/status"), "500 Oops") + " check",
                "http-check expect status 200",
                "timeout check 1s");

        return HaproxyProcess.start(CONFIG.toString().replaceFirst("^defaults\n", "defaults base\n"));
    }

    @BeforeAll
    static void diagnoseAndMend() throws Exception {
        for (String name : names()) {
            haproxy.awaitStatus(name, "s", status -> status.startsWith("DOWN") || status.startsWith("MAINT"));
        }
        for (Diagnosis.Group group : diagnose().groups()) {
            group.servers()
                    .forEach(server ->
                            ADVICE.merge(server.facts().view().backend(), group.actions(), (first, second) -> first));
        }
        haproxy.reload(mended());
    }

    @AfterAll
    static void stop() {
        haproxy.close();
        PEERS.forEach(Peer::close);
        scratch.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "method_405",
                "page_404",
                "host_400",
                "redirect",
                "status_204",
                "other_text",
                "tls_on_plain",
                "plain_on_tls",
                "other_name",
                "certificate",
                "proxy_header",
                "mail",
                "redis",
                "ldap",
                "slow",
                "wrong_port",
                "disabled",
                "inherited",
                "lost_request"
            })
    void configuration_changedAsTheOutputSays_bringsTheServerUp(String backend) {
        assertThat(ADVICE.get(backend))
                .as("advice on %s: %s", backend, ADVICE)
                .anyMatch(action -> action.at().isPresent());
        // A reload takes every server for UP until its first check has ended.
        haproxy.awaitColumn(backend, "s", "check_status", status -> status.matches("L[467]OK"));
        haproxy.awaitStatus(backend, "s", status -> status.startsWith("UP"));
    }

    @Test
    void commands_needNothingThatABareDebianLacks() {
        ADVICE.values()
                .forEach(actions ->
                        actions.forEach(action -> assertThat(action.text()).doesNotContain("curl ", "socat", "nc -")));
    }

    private static Diagnosis diagnose() throws IOException, InterruptedException {
        HaproxyAddress address = HaproxyAddress.parse(haproxy.scrapeUri());
        HaproxyClient socket = HaproxyClient.of(address, new HaproxyClient.Options(1 << 24, true));
        SnapshotReader reader = new SnapshotReader(socket, KnownColumns.load());
        StatView stats = StatView.of(reader.read(SnapshotRequest.everything(), Deadline.in(Duration.ofMinutes(1)))
                .table());
        try {
            Sources sources = new Sources(
                    address,
                    Optional.of(address),
                    Optional.of(ConfigReader.read(List.of(haproxy.configFile()), Map.of(), Optional.empty())),
                    TransitionLog.empty(),
                    AdminStates.of(socket.exchange(
                            List.of(ServerStates.COMMAND), Deadline.in(Duration.ofMinutes(1)), ServerStates::read)),
                    Instant.now(),
                    Optional.empty(),
                    true);
            return new Diagnostician(sources, stats, Wanted.everything()).diagnose(group -> {});
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The configuration with every edit made, from the last line to the first; a person fills in what only a person knows. */
    private static String mended() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(haproxy.configFile()));
        List<Action> edits = ADVICE.values().stream()
                .flatMap(List::stream)
                .filter(action -> action.at().isPresent())
                .distinct()
                .sorted(Comparator.comparingInt(
                                (Action action) -> action.at().orElseThrow().line())
                        .reversed())
                .toList();
        for (Action edit : edits) {
            int at = edit.at().orElseThrow().line();
            String text = edit.text()
                    .replace("/etc/haproxy/client.pem", client.toString())
                    .replace("PASSWORD", "s3cret");
            if (edit.kind() == Action.Kind.REPLACE) {
                lines.remove(at - 1);
                at--;
            }
            lines.addAll(at, text.lines().toList());
        }
        // The first four are the global section, which is written anew.
        return String.join("\n", lines.subList(4, lines.size())) + "\n";
    }

    private static List<String> names() {
        return CONFIG.toString()
                .lines()
                .filter(line -> line.startsWith("backend "))
                .map(line -> line.split(" ", -1)[1])
                .toList();
    }

    private static void backend(String name, String server, String... lines) {
        CONFIG.append("backend ").append(name).append('\n');
        for (String line : lines) {
            CONFIG.append("    ").append(line).append('\n');
        }
        CONFIG.append("    server s ").append(server).append('\n');
    }

    private static String http(Predicate<String> good, String otherwise) {
        return peer((connection, closing) -> {
            boolean fine = good.test(Peer.readHead(connection));
            Peer.send(connection, "HTTP/1.0 " + (fine ? "200 OK" : otherwise) + "\r\nContent-Length: 0\r\n\r\n");
        });
    }

    private static void mail(Socket connection, CountDownLatch closing) throws IOException {
        Peer.send(connection, "220 mail ESMTP\r\n");
        answers(
                connection,
                line -> line.startsWith("EHLO")
                        ? "250 hello\r\n"
                        : line.startsWith("QUIT") ? "221 bye\r\n" : "500 what\r\n");
    }

    private static void redis(Socket connection, CountDownLatch closing) throws IOException {
        boolean[] known = {false};
        answers(connection, line -> {
            known[0] |= line.equals("AUTH s3cret");
            return line.startsWith("AUTH")
                    ? (known[0] ? "+OK\r\n" : "-WRONGPASS\r\n")
                    : line.endsWith("PING") ? (known[0] ? "+PONG\r\n" : "-NOAUTH Authentication required.\r\n") : "";
        });
    }

    private static void ldap(Socket connection, CountDownLatch closing) throws IOException {
        if (connection.getInputStream().read(new byte[64]) > 0) {
            connection.getOutputStream().write(HexFormat.of().parseHex("300c02010161070a013104000400"));
        }
    }

    private static void slow(Socket connection, CountDownLatch closing) throws IOException, InterruptedException {
        Peer.readHead(connection);
        if (!closing.await(1, TimeUnit.SECONDS)) {
            Peer.send(connection, "HTTP/1.0 200 OK\r\n\r\n");
        }
    }

    private static void answers(Socket connection, UnaryOperator<String> answer) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = connection.getInputStream().read();
                c >= 0;
                c = connection.getInputStream().read()) {
            if (c == '\n') {
                connection
                        .getOutputStream()
                        .write(answer.apply(line.toString().strip()).getBytes(StandardCharsets.UTF_8));
                line.setLength(0);
            } else {
                line.append((char) c);
            }
        }
    }

    private static String peer(Peer.Behaviour behaviour) {
        return "127.0.0.1:" + keep(Peer.doing(behaviour)).port();
    }

    private static Peer keep(Peer peer) {
        PEERS.add(peer);
        return peer;
    }
}
