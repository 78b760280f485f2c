package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.testing.BlackHole;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.Ports;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real HAProxy, and behind it a server for each way to be down. Each backend is named after its failure; its server is {@code s}. */
public final class FailingServers implements AutoCloseable {
    /** For servers that keep a check waiting; all others have time, however busy this machine is. */
    private static final String SHORT = "timeout check 500ms";

    /** For servers that a connection or a handshake never gets an answer from. */
    private static final String SHORT_CONNECT = "timeout connect 1s";

    private final List<AutoCloseable> resources = new ArrayList<>();
    private final HaproxyProcess haproxy;
    private final AtomicBoolean agentIsGone = new AtomicBoolean();
    private final StringBuilder config = new StringBuilder("""
            global
                external-check
                insecure-fork-wanted
                max-spread-checks 1s
            defaults
                mode http
                timeout connect 5s
                timeout client 5s
                timeout server 5s
                timeout check 5s
                # The interval bounds a connection too, with its handshake.
                default-server inter 5s fastinter 1s downinter 1s fall 2 rise 2
            frontend web
                bind 127.0.0.1:{{port:web}}
                default_backend closed_port
            """);

    public FailingServers() {
        ScratchDirectory certificates = keep(ScratchDirectory.create());
        Path expired = Certificates.make(certificates.path(), "expired", "-30d", 10);
        Path valid = Certificates.make(certificates.path(), "valid", "-1d", 365);
        Path other = Certificates.make(certificates.path(), "other", "-1d", 365);
        String pems = certificates.path().toString();

        backend("closed_port", address(Ports.free()) + " check", "option httpchk GET /health");
        backend("black_hole", address(keep(BlackHole.open()).port()) + " check", SHORT_CONNECT);
        status("status_404", "404 Not Found", "http-check expect status 200");
        status("status_500", "500 Internal Server Error");
        status("status_503", "503 Service Unavailable");
        backend(
                "redirect_301",
                peer(Peer.http("301 Moved Permanently", "Location: https://login.example.com/", "", "Moved"))
                        + " check",
                "option httpchk GET /health",
                "http-check expect status 200-299");
        status("rstatus", "302 Found", "http-check expect rstatus ^2[0-9][0-9]");
        backend("slow_answer", peer(Peer.silent()) + " check", "option httpchk GET /health", SHORT);
        backend("no_greeting", peer(Peer.silent()) + " check", "option smtpchk", SHORT);
        status("tls_on_plain", "200 OK", SHORT_CONNECT, SHORT);
        last("check-ssl verify none");
        backend("plain_on_tls", tls(valid) + " check", "option httpchk GET /health");
        backend("expired", tls(expired) + " check check-ssl verify required ca-file " + pems + "/expired.pem");
        backend("untrusted", tls(valid) + " check ssl verify required ca-file " + pems + "/other.pem");
        backend(
                "other_name",
                tls(other) + " check ssl verify required verifyhost shop.example.com ca-file " + pems + "/other.pem");
        backend("unknown_name", "no-such-host.invalid:80 check init-addr none", "option httpchk GET /health");
        status("wrong_string", "200 OK", "http-check expect string all\\ good");
        backend(
                "hard_expression",
                peer(Peer.http("200 OK", "", "x".repeat(15_000))) + " check",
                "option httpchk GET /health",
                "http-check expect rstring (.|\\\\n)*ready");
        status("forbidden_string", "200 OK", "http-check expect ! rstring [Dd]atabase");
        backend("smtp_greeting", peer(Peer.greeting("220 mail ESMTP\r\n")) + " check", "option httpchk GET /health");
        backend(
                "tcp_content",
                peer(Peer.greeting("-LOADING\r\n")) + " check",
                "option tcp-check",
                "tcp-check connect",
                "tcp-check expect string +PONG");
        backend("empty_reply", peer(Peer.empty()) + " check", "option httpchk GET /health");
        backend("reset", peer(Peer.reset()) + " check", "option httpchk GET /health");
        backend("unreachable", "224.0.0.1:80 check");
        int wrongPort = Ports.free();
        backend(
                "wrong_port",
                peer(Peer.http("200 OK", "", "")) + " check port " + wrongPort,
                "option httpchk GET /health");
        backend(
                "host_needed",
                peer(Peer.httpWanting("host: shop.example.com", "400 Bad Request")) + " check",
                "option httpchk GET /health HTTP/1.1");
        backend("lost_request", peer(Peer.http("200 OK", "", "")) + " check", "http-check expect status 200", SHORT);
        config.insert(
                config.indexOf("backend lost_request"), "defaults lost from base\n    option httpchk GET /health\n");
        int from = config.indexOf("backend lost_request") + "backend lost_request".length();
        config.insert(from, " from lost");
        backend(
                "external",
                "127.0.0.1:" + Ports.free() + " check",
                "option external-check",
                "external-check command /bin/false");
        Path client = Certificates.withKey(valid);
        config.append("frontend wants_certificates\n    bind 127.0.0.1:{{port:mtls}} ssl crt " + client
                + " verify required ca-file " + pems + "/valid.pem\n    http-request return status 200\n");
        backend(
                "client_certificate",
                "127.0.0.1:{{port:mtls}} check ssl verify none crt " + client,
                "option httpchk GET /health",
                "http-check expect status 204");
        agents();
        backend("tracked", peer(Peer.http("200 OK", "", "")) + " track closed_port/s");
        backend("maintenance", "127.0.0.1:9 check disabled");
        String named = config.toString().replaceFirst("\ndefaults\n", "\ndefaults base\n");
        haproxy = keep(HaproxyProcess.start(named));
    }

    /** Every failure's name with the cause that it must get. */
    public static Map<String, Cause> causes() {
        Map<String, Cause> causes = new TreeMap<>();
        for (String name : List.of("closed_port", "wrong_port")) {
            causes.put(name, Cause.CONNECTION_REFUSED);
        }
        for (String name : List.of(
                "status_404",
                "status_500",
                "status_503",
                "redirect_301",
                "rstatus",
                "host_needed",
                "client_certificate")) {
            causes.put(name, Cause.WRONG_STATUS);
        }
        for (String name : List.of("slow_answer", "no_greeting", "lost_request")) {
            causes.put(name, Cause.CHECK_TIMEOUT);
        }
        for (String name : List.of("wrong_string", "forbidden_string", "tcp_content", "hard_expression")) {
            causes.put(name, Cause.WRONG_CONTENT);
        }
        for (String name : List.of("plain_on_tls", "smtp_greeting")) {
            causes.put(name, Cause.WRONG_PROTOCOL);
        }
        for (String name : List.of("untrusted", "other_name")) {
            causes.put(name, Cause.CERTIFICATE_UNTRUSTED);
        }
        causes.put("black_hole", Cause.CONNECTION_TIMEOUT);
        causes.put("tls_on_plain", Cause.TLS_FAILURE);
        causes.put("expired", Cause.CERTIFICATE_EXPIRED);
        causes.put("unknown_name", Cause.DNS_FAILURE);
        causes.put("empty_reply", Cause.EMPTY_REPLY);
        causes.put("reset", Cause.CONNECTION_RESET);
        causes.put("unreachable", Cause.HOST_UNREACHABLE);
        causes.put("external", Cause.EXTERNAL_CHECK_FAILED);
        causes.put("agent_down", Cause.AGENT_DOWN);
        causes.put("agent_gone", Cause.AGENT_UNREACHABLE);
        causes.put("tracked", Cause.TRACKED_SERVER_DOWN);
        return causes;
    }

    /** Waits until every failing server is down, and every agent has had its last word. */
    public FailingServers awaitDown() {
        Set<String> unresolved = Set.of("unknown_name");
        causes().keySet().stream()
                .filter(name -> !unresolved.contains(name))
                .forEach(name -> haproxy.awaitStatus(name, "s", status -> status.startsWith("DOWN")));
        agentIsGone.set(true);
        haproxy.awaitColumn(
                "agent_gone", "s", "agent_status", status -> status.endsWith("SOCKERR") || status.endsWith("L4CON"));
        return this;
    }

    public HaproxyProcess haproxy() {
        return haproxy;
    }

    private void agents() {
        Peer saysDown = keep(Peer.doing(Peer.greeting("down #out of disk\n")));
        backend(
                "agent_down",
                peer(Peer.http("200 OK", "", "")) + " check agent-check agent-inter 2s agent-port " + saysDown.port());
        Peer saysUntilGone = keep(Peer.doing((connection, closing) -> {
            if (agentIsGone.get()) {
                connection.setSoLinger(true, 0);
            } else {
                Peer.greeting("down #last words\n").serve(connection, closing);
            }
        }));
        backend(
                "agent_gone",
                peer(Peer.http("200 OK", "", "")) + " check agent-check agent-inter 2s agent-port "
                        + saysUntilGone.port());
    }

    private void status(String name, String status, String... lines) {
        List<String> all = new ArrayList<>(List.of("option httpchk GET /health"));
        all.addAll(List.of(lines));
        backend(
                name,
                peer(Peer.http(status, "Content-Type: text/plain", "", "the Database is away\nsecond line\n"))
                        + " check",
                all.toArray(String[]::new));
    }

    private void backend(String name, String server, String... lines) {
        config.append("backend ").append(name).append('\n');
        for (String line : lines) {
            config.append("    ").append(line).append('\n');
        }
        config.append("    server s ").append(server).append('\n');
    }

    /** Adds words to the last server's line. */
    private void last(String words) {
        config.insert(config.length() - 1, " " + words);
    }

    private String peer(Peer.Behaviour behaviour) {
        return address(keep(Peer.doing(behaviour)).port());
    }

    private String tls(Path keyStore) {
        return address(keep(Peer.tls(keyStore, Peer.http("200 OK", "", "fine"))).port());
    }

    private static String address(int port) {
        return "127.0.0.1:" + port;
    }

    private <T extends AutoCloseable> T keep(T resource) {
        resources.add(resource);
        return resource;
    }

    @Override
    public void close() {
        for (int i = resources.size() - 1; i >= 0; i--) {
            try {
                resources.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close " + resources.get(i), e);
            }
        }
    }
}
