package io.github.haproxyexporter.diagnose.probe;

import io.github.haproxyexporter.diagnose.config.CheckMethod;
import io.github.haproxyexporter.diagnose.config.CheckSettings;
import io.github.haproxyexporter.diagnose.config.CheckStep;
import io.github.haproxyexporter.diagnose.config.Proxy;
import io.github.haproxyexporter.diagnose.config.Server;
import io.github.haproxyexporter.diagnose.config.ServerAddress;
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
        CheckSettings check = server.check();
        ServerAddress own = inUse.filter(address -> !address.host().isEmpty()).orElse(server.address());
        Optional<CheckStep.Connect> connect = firstConnect(proxy.check());
        Optional<String> elsewhere = connect.flatMap(CheckStep.Connect::addr).or(check::addr);
        ServerAddress address = elsewhere.map(ServerAddress::parse).orElse(own);
        OptionalInt port = port(connect, check, own);
        boolean network = address.family() == ServerAddress.Family.IP || address.family() == ServerAddress.Family.NAME;
        if (!network || port.isEmpty() || proxy.check().kind() == CheckMethod.Kind.EXTERNAL) {
            return Optional.empty();
        }
        List<String> notes = new ArrayList<>();
        if (check.crt().isPresent()) {
            notes.add("the client certificate " + check.crt().get() + " is not shown in the check from here");
        }
        Optional<String> alpn = connect.flatMap(CheckStep.Connect::alpn).or(check::alpn);
        if (alpn.filter(PlanMaker::offersHttp2).isPresent()
                || server.keywords().value("check-proto").filter("h2"::equals).isPresent()) {
            notes.add("HAProxy checks with HTTP/2; the check from here speaks HTTP/1");
        }
        // A connect rule without "default" takes neither TLS nor the PROXY header from the server line.
        boolean ownTransport = connect.map(rule -> !rule.usesServerSettings()).orElse(false);
        boolean tls = (check.ssl() && !ownTransport)
                || connect.map(CheckStep.Connect::ssl).orElse(false);
        boolean proxyHeader = (check.sendProxy() && !ownTransport)
                || connect.map(CheckStep.Connect::sendProxy).orElse(false);
        Duration inter = check.inter();
        return Optional.of(new ProbePlan(
                address.host(),
                port.getAsInt(),
                proxy.timeout("connect")
                        .filter(timeout -> timeout.compareTo(inter) < 0)
                        .orElse(inter),
                proxy.timeout("check").orElse(inter),
                proxyHeader ? proxyHeader(server) : ProxyHeader.NONE,
                tls ? Optional.of(tls(check, connect)) : Optional.empty(),
                Optional.of(proxy.check()),
                notes));
    }

    /** The plan for a server of which no more than the address is known: a connection. */
    public static Optional<ProbePlan> of(ServerAddress inUse) {
        if (inUse.port().isEmpty() || inUse.host().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ProbePlan(
                inUse.host(),
                inUse.port().getAsInt(),
                WITHOUT_CONFIG,
                WITHOUT_CONFIG,
                ProxyHeader.NONE,
                Optional.empty(),
                Optional.empty(),
                List.of("without --haproxy.config only the connection is repeated, not what the check asks")));
    }

    private static Optional<CheckStep.Connect> firstConnect(CheckMethod method) {
        return method.steps().stream()
                .filter(CheckStep.Connect.class::isInstance)
                .map(CheckStep.Connect.class::cast)
                .findFirst();
    }

    private static OptionalInt port(Optional<CheckStep.Connect> connect, CheckSettings check, ServerAddress own) {
        Optional<String> rule = connect.flatMap(CheckStep.Connect::port).filter(text -> text.matches("\\d{1,5}"));
        if (rule.isPresent()) {
            return OptionalInt.of(Integer.parseInt(rule.get()));
        }
        return check.port().isPresent() ? check.port() : own.port();
    }

    private static ProbePlan.TlsPlan tls(CheckSettings check, Optional<CheckStep.Connect> connect) {
        Optional<String> sni = connect.flatMap(CheckStep.Connect::sni).or(check::sni);
        return new ProbePlan.TlsPlan(
                check.verify(),
                check.caFile(),
                sni,
                check.verifyHost().or(() -> sni),
                // Only what is spoken here is offered.
                connect.flatMap(CheckStep.Connect::alpn).or(check::alpn).filter(list -> !offersHttp2(list)));
    }

    private static boolean offersHttp2(String alpn) {
        return List.of(alpn.split(",", -1)).contains("h2");
    }

    private static ProxyHeader proxyHeader(Server server) {
        boolean two = server.keywords().has("send-proxy-v2")
                || server.keywords().has("send-proxy-v2-ssl")
                || server.keywords().has("send-proxy-v2-ssl-cn");
        return two ? ProxyHeader.VERSION_2 : ProxyHeader.VERSION_1;
    }
}
