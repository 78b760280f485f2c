package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.haproxycfg.AgentSettings;
import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckSettings;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.KnownKeywords;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Derives from the configuration, and from the address in use, what HAProxy does to check a server. */
public final class PlanMaker {
    private static final Duration WITHOUT_CONFIG = Duration.ofSeconds(2);

    private PlanMaker() {}

    /**
     * The plan for a server that the configuration knows.
     *
     * @param inUse the address that HAProxy itself shows for the server; wins over a name in the configuration
     */
    public static Optional<ProbePlan> of(Proxy proxy, Server server, Optional<ServerAddress> inUse) {
        if (proxy.check().kind() == CheckMethod.Kind.EXTERNAL) {
            return Optional.empty();
        }
        List<CheckStep.Connect> connects = proxy.check().connects();
        Optional<ProbePlan> first = plan(proxy, server, inUse, connects.stream().findFirst());
        return first.map(plan -> {
            List<ProbePlan> further = new ArrayList<>();
            List<String> notes = new ArrayList<>(notes(proxy, server));
            for (CheckStep.Connect connect : connects.subList(Math.min(1, connects.size()), connects.size())) {
                Optional<ProbePlan> next = plan(proxy, server, inUse, Optional.of(connect));
                if (next.isEmpty()) {
                    notes.add("the check goes on with a connection whose address only HAProxy knows ("
                            + connect.origin() + "); from there on it is not repeated");
                    break;
                }
                further.add(next.get());
            }
            return plan.withMethod(proxy.check()).with(further, notes);
        });
    }

    /** The plan to ask a server's agent what HAProxy asks it. */
    public static Optional<ProbePlan> ofAgent(Proxy proxy, Server server, Optional<ServerAddress> inUse) {
        AgentSettings agent = server.agent();
        ServerAddress address = agent.addr().map(ServerAddress::parse).orElseGet(() -> own(server, inUse));
        OptionalInt port = usable(agent.port());
        if (!agent.enabled() || port.isEmpty() || !isNetwork(address)) {
            return Optional.empty();
        }
        return Optional.of(ProbePlan.connection(
                        address.host(),
                        port.getAsInt(),
                        shorter(proxy.timeout("connect"), agent.inter()),
                        proxy.timeout("check").orElse(agent.inter()))
                .withMethod(CheckMethod.of(
                        CheckMethod.Kind.AGENT,
                        Optional.empty(),
                        agent.send().stream().toList(),
                        List.of())));
    }

    /** Why there is no plan for a server that the configuration knows. */
    public static String obstacle(Proxy proxy, Server server) {
        if (proxy.check().kind() == CheckMethod.Kind.EXTERNAL) {
            return "an external check runs a program with HAProxy's rights, and diagnose runs none";
        }
        return isNetwork(server.address())
                ? "the configuration names no port that can be connected to"
                : "only HAProxy itself reaches "
                        + Texts.printable(server.address().text());
    }

    private static Optional<ProbePlan> plan(
            Proxy proxy, Server server, Optional<ServerAddress> inUse, Optional<CheckStep.Connect> connect) {
        CheckSettings check = server.check();
        ServerAddress own = own(server, inUse);
        Optional<String> elsewhere = connect.flatMap(CheckStep.Connect::addr).or(check::addr);
        ServerAddress address = elsewhere.map(ServerAddress::parse).orElse(own);
        OptionalInt port = port(connect, check, own);
        if (!isNetwork(address) || port.isEmpty()) {
            return Optional.empty();
        }
        // A connect rule without "default" takes neither TLS nor the PROXY header from the server line.
        boolean ownTransport = connect.map(rule -> !rule.usesServerSettings()).orElse(false);
        boolean tls = (check.ssl() && !ownTransport)
                || connect.map(CheckStep.Connect::ssl).orElse(false);
        boolean proxyHeader = (check.sendProxy() && !ownTransport)
                || connect.map(CheckStep.Connect::sendProxy).orElse(false);
        return Optional.of(ProbePlan.connection(
                        address.host(),
                        port.getAsInt(),
                        shorter(proxy.timeout("connect"), check.inter()),
                        proxy.timeout("check").orElse(check.inter()))
                .with(
                        !proxyHeader
                                ? ProxyHeader.NONE
                                : server.keywords().sendsProxyHeader(true)
                                        ? ProxyHeader.VERSION_2
                                        : ProxyHeader.VERSION_1,
                        tls ? Optional.of(tls(check, connect)) : Optional.empty()));
    }

    /** What HAProxy does in this check and the repetition does not. */
    private static List<String> notes(Proxy proxy, Server server) {
        List<String> notes = new ArrayList<>();
        boolean http2 = server.check().alpn().filter(PlanMaker::offersHttp2).isPresent()
                || server.keywords().value("check-proto").filter("h2"::equals).isPresent()
                || proxy.check().connects().stream()
                        .anyMatch(rule ->
                                rule.alpn().filter(PlanMaker::offersHttp2).isPresent());
        if (http2) {
            notes.add("HAProxy checks with HTTP/2; the check from here speaks HTTP/1");
        }
        if (server.keywords().has("check-via-socks4")) {
            notes.add("HAProxy checks through the SOCKS proxy "
                    + server.keywords().value("socks4").orElse("of the server line")
                    + "; the check from here goes straight to the server");
        }
        if (server.keywords().has("source") || proxy.has("source")) {
            notes.add(
                    "HAProxy connects from the address that 'source' names; the check from here from this machine's own");
        }
        List<String> tls =
                KnownKeywords.ofTls().stream().filter(server.keywords()::has).toList();
        if (!tls.isEmpty()) {
            notes.add("HAProxy's handshake obeys " + String.join(", ", tls) + "; the one from here does not");
        }
        return notes;
    }

    private static ServerAddress own(Server server, Optional<ServerAddress> inUse) {
        return inUse.filter(address -> !address.host().isEmpty()).orElse(server.address());
    }

    private static boolean isNetwork(ServerAddress address) {
        return address.family() == ServerAddress.Family.IP || address.family() == ServerAddress.Family.NAME;
    }

    private static Duration shorter(Optional<Duration> timeout, Duration inter) {
        return timeout.filter(given -> given.compareTo(inter) < 0).orElse(inter);
    }

    /** The plan for a server of which no more than the address is known: a connection. */
    public static Optional<ProbePlan> of(ServerAddress inUse) {
        if (inUse.port().isEmpty() || inUse.host().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ProbePlan.connection(inUse.host(), inUse.port().getAsInt(), WITHOUT_CONFIG, WITHOUT_CONFIG)
                .with(
                        List.of(),
                        List.of("without --haproxy.config only the connection is repeated, not what the check asks")));
    }

    private static OptionalInt port(Optional<CheckStep.Connect> connect, CheckSettings check, ServerAddress own) {
        Optional<String> rule = connect.flatMap(CheckStep.Connect::port);
        if (rule.isPresent()) {
            // Anything but a number is an expression that HAProxy alone can evaluate.
            return ServerAddress.port(rule.get());
        }
        return check.port().isPresent() ? usable(check.port()) : own.port();
    }

    /** HAProxy would not start with another. */
    private static OptionalInt usable(OptionalInt port) {
        return port.stream().filter(number -> number <= ServerAddress.MAX_PORT).findFirst();
    }

    private static ProbePlan.TlsPlan tls(CheckSettings check, Optional<CheckStep.Connect> connect) {
        Optional<String> sni = connect.flatMap(CheckStep.Connect::sni).or(check::sni);
        return new ProbePlan.TlsPlan(
                check.verify(),
                check.caFile(),
                sni,
                sni.or(check::verifyHost),
                // Only what is spoken here is offered.
                connect.flatMap(CheckStep.Connect::alpn).or(check::alpn).filter(list -> !offersHttp2(list)),
                check.crt());
    }

    private static boolean offersHttp2(String alpn) {
        return List.of(alpn.split(",", -1)).contains("h2");
    }
}
