package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules about TLS and the PROXY protocol: whether checks speak to the server as its clients do. */
final class TransportRules {
    private static final Pattern FIXED_NAME = Pattern.compile("str\\(([A-Za-z0-9.-]+)\\)");
    private static final String FULL_VERIFICATION = "required ca-file CA-FILE verifyhost HOST-NAME";

    private TransportRules() {}

    /** The checks of these rules, by id. */
    static Map<String, Rule.Check> checks() {
        return Map.ofEntries(
                Map.entry("HC022", TransportRules::plainCheck),
                Map.entry("HC023", TransportRules::noProxyHeader),
                Map.entry("HC024", TransportRules::noCheckSni),
                Map.entry("HC025", TransportRules::unverified),
                Map.entry("HC038", TransportRules::plainTraffic));
    }

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

    private static void plainCheck(LintInput input, Reporter reporter) {
        input.eachChecked((proxy, server) -> {
            if (elsewhere(server)
                    && server.keywords().has("ssl")
                    && !server.check().ssl()
                    && !server.keywords().has("no-check-ssl")
                    && !connectsByRule(proxy)) {
                report(reporter, server, "'" + cause(server) + "' makes checks drop the server's TLS", "check-ssl");
            }
        });
    }

    private static void noProxyHeader(LintInput input, Reporter reporter) {
        input.eachChecked((proxy, server) -> {
            boolean sends = server.keywords().has("send-proxy")
                    || server.keywords().has("send-proxy-v2")
                    || server.keywords().has("send-proxy-v2-ssl")
                    || server.keywords().has("send-proxy-v2-ssl-cn");
            if (elsewhere(server) && sends && !server.check().sendProxy() && !connectsByRule(proxy)) {
                report(
                        reporter,
                        server,
                        "'" + cause(server) + "' makes checks drop the server's PROXY header",
                        "check-send-proxy");
            }
        });
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

    private static void noCheckSni(LintInput input, Reporter reporter) {
        input.eachChecked((proxy, server) -> {
            if (server.keywords().has("sni")
                    && server.check().ssl()
                    && server.check().sni().isEmpty()
                    && !connectsByRule(proxy)) {
                Matcher fixed =
                        FIXED_NAME.matcher(server.keywords().value("sni").orElse(""));
                FindingSite site = FindingSite.of(proxy, server, "sni");
                reporter.report(
                        site,
                        "checks send no server name, though clients' connections do ('sni')",
                        site.append("check-sni " + (fixed.matches() ? fixed.group(1) : "HOST-NAME")));
            }
        });
    }

    private static void unverified(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            for (Server server : LintInput.servers(proxy)) {
                if (!server.keywords().has("ssl") || server.address().family() == ServerAddress.Family.UNIX) {
                    continue;
                }
                boolean named =
                        server.keywords().has("verifyhost") || server.keywords().has("sni");
                FindingSite site =
                        FindingSite.of(proxy, server, server.keywords().has("verify") ? "verify" : "ssl");
                if (!server.check().verify()) {
                    Optional<String> given = server.keywords().value("ca-file");
                    String line = LineEditor.without(site.text(), "verify");
                    String words =
                            given.isPresent() ? "verify required verifyhost HOST-NAME" : "verify " + FULL_VERIFICATION;
                    reporter.report(
                            site.scope() == FindingSite.Scope.BACKEND ? site.oncePerConfiguration() : site,
                            "the server's certificate is not verified",
                            Edit.replace(site.origin(), LineEditor.with(line, words)));
                } else if (!named) {
                    reporter.report(
                            site.scope() == FindingSite.Scope.BACKEND ? site.oncePerConfiguration() : site,
                            "any certificate of the authority is accepted, since neither 'verifyhost' nor 'sni' names the"
                                    + " server",
                            site.append("verifyhost HOST-NAME"));
                }
            }
        }
    }

    private static void plainTraffic(LintInput input, Reporter reporter) {
        input.eachChecked((proxy, server) -> {
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
        });
    }
}
