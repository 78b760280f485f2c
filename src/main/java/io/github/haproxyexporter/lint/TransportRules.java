package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules about TLS and the PROXY protocol: whether checks speak to the server as its clients do. */
final class TransportRules {
    private static final Pattern FIXED_NAME = Pattern.compile("str\\(([A-Za-z0-9.-]+)\\)");

    private TransportRules() {}

    /** True when the check goes where the clients go, though the line names a port or an address for it. */
    private static boolean samePort(Server server) {
        return server.check().port().equals(server.address().port());
    }

    private static boolean elsewhere(Server server) {
        return server.keywords().has("port") || server.keywords().has("addr");
    }

    /** True when a {@code connect} rule says itself how it speaks. */
    private static boolean connectsByRule(Proxy proxy) {
        return proxy.check().steps().stream().anyMatch(CheckStep.Connect.class::isInstance);
    }

    static void plainCheck(Proxy proxy, Server server, Reporter reporter) {
        if (elsewhere(server)
                && server.keywords().has("ssl")
                && !server.check().ssl()
                && !server.keywords().has("no-check-ssl")
                && !connectsByRule(proxy)) {
            report(reporter, server, "'" + cause(server) + "' makes checks drop the server's TLS", "check-ssl");
        }
    }

    static void noProxyHeader(Proxy proxy, Server server, Reporter reporter) {
        boolean sends = server.keywords().sendsProxyHeader(false);
        if (elsewhere(server) && sends && !server.check().sendProxy() && !connectsByRule(proxy)) {
            report(
                    reporter,
                    server,
                    "'" + cause(server) + "' makes checks drop the server's PROXY header",
                    "check-send-proxy");
        }
    }

    private static String cause(Server server) {
        return server.keywords().has("port") ? "port" : "addr";
    }

    private static void report(Reporter reporter, Server server, String message, String keyword) {
        FindingSite site = FindingSite.of(server);
        reporter.report(
                site,
                samePort(server) ? Severity.WARNING : Severity.INFO,
                message
                        + (samePort(server)
                                ? ", though they go to the clients' port"
                                : "; is that right for the check's port?"),
                site.append(keyword));
    }

    static void noCheckSni(Proxy proxy, Server server, Reporter reporter) {
        if (server.keywords().has("sni")
                && server.check().ssl()
                && server.check().sni().isEmpty()
                && !connectsByRule(proxy)) {
            Matcher fixed = FIXED_NAME.matcher(server.keywords().value("sni").orElse(""));
            FindingSite site = FindingSite.of(proxy, server, "sni");
            reporter.report(
                    site,
                    "checks send no server name, though clients' connections do ('sni')",
                    site.append("check-sni " + (fixed.matches() ? fixed.group(1) : "HOST-NAME")));
        }
    }

    static void unverified(Proxy proxy, Server server, Reporter reporter) {
        Server.Keywords keywords = server.keywords();
        if (!keywords.has("ssl") || server.address().family() == ServerAddress.Family.UNIX) {
            return;
        }
        FindingSite site = FindingSite.of(proxy, server, keywords.has("verify") ? "verify" : "ssl");
        FindingSite once = site.scope() == FindingSite.Scope.BACKEND ? site.oncePerConfiguration() : site;
        if (!server.check().verify()) {
            String authority = keywords.has("ca-file") ? "" : " ca-file CA-FILE";
            reporter.report(
                    once,
                    "the server's certificate is not verified",
                    Edit.replace(
                            site.origin(),
                            LineEditor.with(
                                    LineEditor.without(site.text(), "verify"),
                                    "verify required" + authority + " verifyhost HOST-NAME")));
        } else if (!keywords.has("verifyhost") && !keywords.has("sni")) {
            reporter.report(
                    once,
                    "any certificate of the authority is accepted, since neither 'verifyhost' nor 'sni' names the"
                            + " server",
                    site.append("verifyhost HOST-NAME"));
        }
    }

    static void plainTraffic(Proxy proxy, Server server, Reporter reporter) {
        if (proxy.http()
                && server.keywords().has("check-ssl")
                && !server.keywords().has("ssl")
                && samePort(server)
                && server.check().addr().isEmpty()) {
            FindingSite site = FindingSite.of(proxy, server, "check-ssl");
            reporter.report(
                    site,
                    "checks speak TLS but requests do not, to the same port",
                    Edit.replace(site.origin(), LineEditor.replace(site.text(), "check-ssl", "ssl")));
        }
    }
}
