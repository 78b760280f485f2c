package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.Durations;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.probe.Cause;
import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.probe.ProbeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What to do about a cause, as commands. */
final class Advice {
    private final HaproxyAddress haproxy;
    private final ServerView server;
    private final Optional<Proxy> proxy;
    private final Optional<Server> configured;
    private final Optional<ProbePlan> plan;
    private final Optional<ProbeResult> probe;
    private final List<Action> actions = new ArrayList<>();

    private Advice(
            HaproxyAddress haproxy,
            ServerView server,
            Optional<Proxy> proxy,
            Optional<Server> configured,
            Optional<ProbePlan> plan,
            Optional<ProbeResult> probe) {
        this.haproxy = haproxy;
        this.server = server;
        this.proxy = proxy;
        this.configured = configured;
        this.plan = plan;
        this.probe = probe;
    }

    static List<Action> actions(
            Cause cause,
            HaproxyAddress haproxy,
            ServerView server,
            Optional<Proxy> proxy,
            Optional<Server> configured,
            Optional<ProbePlan> plan,
            Optional<ProbeResult> probe) {
        Advice advice = new Advice(haproxy, server, proxy, configured, plan, probe);
        advice.about(cause);
        return List.copyOf(advice.actions);
    }

    private void about(Cause cause) {
        switch (cause) {
            case CONNECTION_REFUSED -> {
                otherPort();
                plan.ifPresent(target -> add(
                        "see on the server whether anything listens on the port",
                        "ss -ltnp 'sport = :" + target.port() + "'"));
                repeat();
            }
            case CONNECTION_TIMEOUT, HOST_UNREACHABLE -> {
                plan.ifPresent(target -> {
                    add("see which way the packets take", "ip route get " + Commands.quote(target.host()));
                    add("try the connection by hand", Commands.connect(target.host(), target.port()));
                });
                otherPort();
            }
            case CONNECTION_RESET, EMPTY_REPLY -> {
                repeat();
                add(
                        "see why the application hangs up: a PROXY header, TLS or a Host that it wants, or its own log",
                        onServerLog());
            }
            case DNS_FAILURE -> resolve();
            case TLS_FAILURE -> tls();
            case CERTIFICATE_EXPIRED, CERTIFICATE_UNTRUSTED -> certificate(cause);
            case CHECK_TIMEOUT -> timeout();
            case WRONG_STATUS -> status();
            case WRONG_CONTENT -> content();
            case WRONG_PROTOCOL -> protocol();
            case AGENT_DOWN, AGENT_UNREACHABLE -> agent(cause);
            case TRACKED_SERVER_DOWN ->
                server.tracked()
                        .filter(Commands::isServerName)
                        .ifPresent(followed -> add(
                                "see why the server that it follows is down", "haproxy-exporter diagnose " + followed));
            case EXTERNAL_CHECK_FAILED -> external();
            case UNKNOWN -> repeat();
        }
        if (cause != Cause.DNS_FAILURE && cause != Cause.TRACKED_SERVER_DOWN) {
            socket("keep clients and alerts away while you work on it", "state maint");
            socket("and bring it back afterwards", "state ready");
        }
    }

    private void repeat() {
        plan.ifPresent(target -> {
            Optional<CheckStep.HttpSend> request = target.method().flatMap(CheckMethod::request);
            if (request.isPresent()) {
                add("ask what the check asks", Commands.curl(target, request.get()));
            } else if (target.tls().isPresent()) {
                add("try the handshake by hand", Commands.tlsClient(target));
            } else {
                add("try the connection by hand", Commands.connect(target.host(), target.port()));
            }
        });
    }

    private void otherPort() {
        configured
                .filter(known -> known.keywords().has("port"))
                .ifPresent(known -> known.address().port().ifPresent(port -> {
                    add(
                            "see whether the server's own port answers",
                            Commands.connect(known.address().host(), port));
                    add(
                            "if it does, check that one: " + known.origin(),
                            known.text().replaceFirst("\\s+port\\s+\\S+", ""));
                }));
    }

    private void resolve() {
        String host = configured.map(known -> known.address().host()).orElse(server.server());
        add("see what the resolver says", "getent ahosts " + Commands.quote(host));
        configured
                .filter(known -> !known.keywords().has("resolvers"))
                .ifPresent(known -> add(
                        "let HAProxy go on asking while it runs (with a section 'resolvers dns'): " + known.origin(),
                        known.text() + " resolvers dns"));
        socket("or set an address until the name is back", "addr ADDRESS");
    }

    private void tls() {
        plan.ifPresent(target -> add("see how far the handshake comes", Commands.tlsClient(target)));
        configured
                .filter(known -> known.keywords().has("check-ssl"))
                .ifPresent(known -> add(
                        "if the port speaks no TLS, check it without: " + known.origin(),
                        known.text().replaceFirst("\\s+check-ssl\\b", "")));
        repeat();
    }

    private void certificate(Cause cause) {
        plan.ifPresent(target -> add(
                "see the certificate",
                Commands.tlsClient(target) + " | openssl x509 -noout -subject -issuer -dates -ext subjectAltName"));
        if (cause == Cause.CERTIFICATE_EXPIRED) {
            add("renew it on the server and reload the application there", onServerLog());
        } else {
            configured
                    .flatMap(known -> known.keywords().value("ca-file"))
                    .ifPresent(file -> add(
                            "see which authorities HAProxy trusts for it",
                            "openssl crl2pkcs7 -nocrl -certfile " + Commands.quote(file)
                                    + " | openssl pkcs7 -print_certs -noout"));
        }
    }

    private void timeout() {
        if (proxy.isPresent() && proxy.get().check().lostRequest().isPresent()) {
            add(
                    "repeat the option in the backend, whose own http-check rules displace its request: "
                            + proxy.get().origin(),
                    ("option httpchk " + String.join(" ", proxy.get().check().arguments())).strip());
            return;
        }
        repeat();
        proxy.ifPresent(known -> add(
                "if the answer is slow and right, give it longer: " + known.origin(),
                "timeout check "
                        + known.timeout("check")
                                .map(timeout -> Durations.format(timeout.multipliedBy(3)))
                                .orElse("5s")));
    }

    private void status() {
        repeat();
        int code = server.check().code().orElse(0);
        boolean noHost = plan.flatMap(ProbePlan::method)
                .flatMap(CheckMethod::request)
                .filter(request -> request.headers().stream()
                        .noneMatch(header -> header.name().equalsIgnoreCase("host")))
                .isPresent();
        if (noHost && (code == 400 || code == 404 || code == 421 || code / 100 == 3)) {
            add(
                    "if the site needs its name, let the check say it" + inBackend(),
                    "http-check send hdr Host www.example.com");
        }
        if (code / 100 == 3) {
            String target = probe.flatMap(ProbeResult::location).orElse("where it redirects to");
            add(
                    "if the redirect is right, check a page that answers itself, not " + target + inBackend(),
                    "option httpchk GET /health");
        } else if (code == 401 || code == 403) {
            add(
                    "let the application answer checks without a login, or check another page" + inBackend(),
                    "option httpchk GET /health");
        } else if (code == 404) {
            add("check a page that exists" + inBackend(), "option httpchk GET /health");
        } else if (code / 100 == 5) {
            add("see on the server why the application fails", onServerLog());
        }
    }

    private void content() {
        repeat();
        plan.flatMap(ProbePlan::method)
                .flatMap(method -> method.finalExpectations().stream().findFirst())
                .ifPresent(
                        rule -> add("if the answer is right, change what is expected: " + rule.origin(), rule.text()));
    }

    private void protocol() {
        boolean tls = probe.filter(result -> result.summary().contains("TLS")).isPresent();
        boolean smtp = probe.flatMap(ProbeResult::firstLine)
                .filter(line -> line.startsWith("220"))
                .isPresent();
        if (tls) {
            configured.ifPresent(known -> add(
                    "let the check speak TLS too: " + known.origin(),
                    known.text() + " check-ssl verify required ca-file CA.pem"));
        } else if (smtp) {
            add("check it as what it is, a mail server" + inBackend(), "option smtpchk EHLO www.example.com");
        }
        repeat();
    }

    private void agent(Cause cause) {
        configured.ifPresent(known -> known.agent()
                .port()
                .ifPresent(port -> add(
                        "ask the agent",
                        "nc -w 3 "
                                + Commands.quote(known.agent()
                                        .addr()
                                        .orElse(known.address().host())) + " " + port + " </dev/null")));
        if (cause == Cause.AGENT_UNREACHABLE) {
            socket("start the agent again; only its 'up' ends this state. To end it by hand", "agent up");
        } else {
            add("see on the server why its agent says so", onServerLog());
        }
    }

    private void external() {
        String command = proxy.flatMap(known -> known.setting("external-check"))
                .map(setting -> String.join(" ", setting.arguments()))
                .map(words -> words.replaceFirst("^(command|path) ", ""))
                .orElse("");
        String address = configured.map(known -> known.address().host()).orElse("ADDRESS");
        String port = configured
                .flatMap(known -> known.address().port().stream().boxed().findFirst())
                .map(String::valueOf)
                .orElse("PORT");
        if (!command.isEmpty()) {
            add(
                    "run the program as HAProxy does, and see its exit code",
                    Commands.quote(command) + " NOT_USED NOT_USED " + Commands.quote(address) + " " + port
                            + "; echo $?");
        }
    }

    private static String onServerLog() {
        return "journalctl -n 50 --no-pager";
    }

    private String inBackend() {
        return proxy.map(known -> ": " + known.origin()).orElse("");
    }

    /** A change of the server. A statistics page takes none, and its names may be anything. */
    private void socket(String why, String words) {
        if (!(haproxy instanceof HaproxyAddress.Http) && Commands.isServerName(server.name())) {
            add(why, Commands.socket(haproxy, "set server " + server.name() + " " + words));
        }
    }

    private void add(String why, String command) {
        actions.add(new Action(why, command));
    }
}
