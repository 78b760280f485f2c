package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import io.github.haproxyexporter.haproxycfg.Setting;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules about what happens in a backend when a server fails. */
final class BackendRules {
    /** The balances that follow weights while running; hashes and {@code static-rr} ignore slowstart. */
    private static final Set<String> WEIGHING = Set.of("roundrobin", "leastconn");

    private BackendRules() {}

    static void noBackup(Proxy proxy, Reporter reporter) {
        boolean page = proxy.has("errorfile 503") || proxy.has("errorfiles") || proxy.has("http-error");
        if (proxy.http()
                && !page
                && LintInput.checked(proxy).size() > 1
                && proxy.servers().stream().noneMatch(Server::backup)) {
            reporter.report(
                    FindingSite.of(proxy).oncePerConfiguration(),
                    "clients get HAProxy's own 503 when all servers are DOWN",
                    belowServers(proxy, "server sorry ADDRESS:PORT check backup"));
        }
    }

    static void idleBackups(Proxy proxy, Reporter reporter) {
        long backups = LintInput.servers(proxy).stream().filter(Server::backup).count();
        long active = LintInput.servers(proxy).size() - backups;
        if (backups > 1 && active > 1 && !proxy.has("option allbackups")) {
            FindingSite site = FindingSite.of(proxy);
            reporter.report(
                    site,
                    "only the first working one of " + backups
                            + " backups is used; unless only one server may be active,"
                            + " let all of them share the load",
                    site.below("option allbackups"));
        }
    }

    static void oneAddress(Proxy proxy, Reporter reporter) {
        List<Server> servers = LintInput.servers(proxy);
        Set<String> hosts =
                servers.stream().map(server -> server.address().host()).collect(Collectors.toSet());
        if (servers.size() < 2 || hosts.size() != 1 || !servers.stream().allMatch(BackendRules::hasOneAddress)) {
            return;
        }
        ServerAddress address = servers.get(0).address();
        boolean known = address.family() == ServerAddress.Family.IP && !address.isLoopback();
        reporter.report(
                FindingSite.of(proxy),
                known ? Severity.WARNING : Severity.INFO,
                (servers.size() == 2 ? "both" : "all " + servers.size()) + " servers are on " + address.host()
                        + ", so they fail together",
                belowServers(proxy, "server NAME ANOTHER-ADDRESS:PORT check"));
    }

    /** The edit that adds a server where the section's default-server lines reach it. */
    private static Edit belowServers(Proxy proxy, String line) {
        return Edit.add(proxy.servers().get(proxy.servers().size() - 1).origin(), line);
    }

    /** A template or a resolver spreads one name over many addresses; without an address the client's destination is used. */
    private static boolean hasOneAddress(Server server) {
        ServerAddress address = server.address();
        return switch (address.family()) {
            case IP -> !Set.of("", "*", "0.0.0.0", "::").contains(address.host());
            case NAME -> !server.template() && !server.keywords().has("resolvers");
            default -> false;
        };
    }

    static void noRedispatch(Proxy proxy, Reporter reporter) {
        boolean matters = proxy.bindsClients() || retriesAreSet(proxy);
        if (matters && LintInput.servers(proxy).size() > 1 && !proxy.has("option redispatch")) {
            FindingSite site = FindingSite.of(proxy);
            reporter.report(
                    site.oncePerConfiguration(),
                    "a failed connection is retried on the same server only, until its checks notice",
                    site.below("option redispatch"));
        }
    }

    /** Without retries nothing can be dispatched again, which is the finding of HC014. */
    private static boolean retriesAreSet(Proxy proxy) {
        return proxy.setting("retries")
                .filter(setting -> !setting.value().equals("0"))
                .isPresent();
    }

    static void noRetries(Proxy proxy, Reporter reporter) {
        proxy.setting("retries").filter(setting -> setting.value().equals("0")).ifPresent(setting -> {
            FindingSite site = FindingSite.of(proxy, setting);
            reporter.report(
                    site,
                    "with 'retries 0' a single failed connection is an error for the client",
                    site.set("retries", "3"));
        });
    }

    static void noSlowstart(Proxy proxy, Reporter reporter) {
        String balance = proxy.setting("balance").map(Setting::value).orElse("roundrobin");
        List<Server> active = LintInput.checked(proxy).stream()
                .filter(server -> !server.backup())
                .toList();
        boolean weighted = active.stream().map(Server::weight).distinct().count() > 1;
        boolean slow = active.stream().anyMatch(server -> server.keywords().has("slowstart"));
        if (active.size() > 1 && WEIGHING.contains(balance) && (weighted || balance.equals("leastconn")) && !slow) {
            FindingSite site = FindingSite.of(proxy);
            reporter.report(
                    site.oncePerConfiguration(),
                    "a server that comes back gets " + (weighted ? "its full weight" : "all new connections")
                            + " at once, with cold caches",
                    site.below("default-server slowstart 30s"));
        }
    }

    static void lingeringSessions(Proxy proxy, Reporter reporter) {
        List<Server> active = LintInput.servers(proxy).stream()
                .filter(server -> !server.backup())
                .filter(server -> server.check().enabled()
                        || server.agent().enabled()
                        || server.track().isPresent())
                .toList();
        boolean tcp = proxy.setting("mode").map(Setting::value).orElse("tcp").equals("tcp");
        boolean hasBackup = LintInput.servers(proxy).stream().anyMatch(Server::backup);
        if (tcp
                && hasBackup
                && active.size() == 1
                && proxy.check().kind() != CheckMethod.Kind.SMTP
                && active.stream().noneMatch(server -> server.keywords().has("on-marked-down"))) {
            FindingSite site = FindingSite.of(proxy);
            reporter.report(
                    site.oncePerConfiguration(),
                    "established sessions stay on a server that is DOWN",
                    site.below("default-server on-marked-down shutdown-sessions"));
        }
    }

    static void noQueueTimeout(Proxy proxy, Reporter reporter) {
        boolean limited = LintInput.servers(proxy).stream()
                .anyMatch(server -> server.keywords()
                        .value("maxconn")
                        .filter(value -> !value.equals("0"))
                        .isPresent());
        if (limited && !proxy.has("timeout queue")) {
            FindingSite site = FindingSite.of(proxy);
            reporter.report(
                    site.oncePerConfiguration(),
                    "requests above a server's maxconn wait as long as 'timeout connect' for their turn",
                    site.below("timeout queue 30s"));
        }
    }

    static void noConnectTimeout(Proxy proxy, Reporter reporter) {
        if (!proxy.has("timeout connect") && !proxy.has("contimeout")) {
            FindingSite site = proxy.defaults()
                    .map(line -> FindingSite.defaults(proxy, line))
                    .orElse(FindingSite.of(proxy));
            reporter.report(
                    site,
                    "without 'timeout connect' a server whose host is gone holds its clients for minutes",
                    site.below("timeout connect 5s"));
        }
    }
}
