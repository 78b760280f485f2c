package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import io.github.haproxyexporter.haproxycfg.Setting;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules about what is left of a backend when a server fails. */
final class BackendRules {
    /** The balances that follow weights while running; hashes and {@code static-rr} ignore slowstart. */
    private static final Set<String> WEIGHING = Set.of("roundrobin", "leastconn");

    private BackendRules() {}

    static List<Rule> rules() {
        return List.of(
                new Rule(
                        "HC010",
                        Severity.INFO,
                        "no backup server",
                        "When all servers are down, clients get HAProxy's own 503. A `backup` server, if only one that serves a"
                                + " page of apology, takes over then.",
                        BackendRules::noBackup),
                new Rule(
                        "HC011",
                        Severity.WARNING,
                        "several backups, one of them used",
                        "Without `option allbackups` the first working backup takes the whole load of the failed servers and the"
                                + " others idle beside it.",
                        BackendRules::idleBackups),
                new Rule(
                        "HC012",
                        Severity.WARNING,
                        "all servers on one address",
                        "Servers on one machine fail together, so the checks have nobody to move the clients to. Of loopback"
                                + " addresses this is said as information only.",
                        BackendRules::oneAddress),
                new Rule(
                        "HC013",
                        Severity.WARNING,
                        "option redispatch missing",
                        "Until a dead server is noticed, HAProxy repeats a failed connection to the same server. With"
                                + " `option redispatch` the last retry goes to another one. A warning where a cookie, a stick table"
                                + " or a hash binds clients to a server; information where `retries` is set, since its retries all"
                                + " go to the one server; nothing elsewhere, where the next request goes to another server anyway.",
                        BackendRules::noRedispatch),
                new Rule(
                        "HC014",
                        Severity.WARNING,
                        "retries 0",
                        "A single refused connection becomes a 503 for the client, and `option redispatch` has no retry to send"
                                + " elsewhere. HAProxy's default is 3.",
                        BackendRules::noRetries),
                new Rule(
                        "HC015",
                        Severity.INFO,
                        "slowstart missing",
                        "A server that comes back gets its full weight at once, with cold caches; with `leastconn`, which looks for"
                                + " the server with the fewest connections, it even gets all new clients. `slowstart` raises its"
                                + " weight little by little.",
                        BackendRules::noSlowstart));
    }

    private static void noBackup(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            if (proxy.servers().stream().noneMatch(Server::backup)) {
                reporter.report(
                        proxy,
                        "no server is a backup, so clients get a 503 when all of them are down",
                        Finding.Suggestion.add("server sorry ADDRESS:PORT check backup"));
            }
        }
    }

    private static void idleBackups(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            List<Server> backups =
                    LintInput.servers(proxy).stream().filter(Server::backup).toList();
            if (backups.size() > 1 && !proxy.has("option allbackups")) {
                reporter.report(
                        proxy,
                        "of " + backups.size()
                                + " backups only the first that works is used, and it takes the whole load",
                        Finding.Suggestion.add("option allbackups"));
            }
        }
    }

    private static void oneAddress(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            List<Server> servers = LintInput.servers(proxy);
            Set<String> hosts =
                    servers.stream().map(server -> server.address().host()).collect(Collectors.toSet());
            if (servers.size() < 2 || hosts.size() != 1 || !servers.stream().allMatch(BackendRules::hasOneAddress)) {
                continue;
            }
            String host = servers.get(0).address().host();
            reporter.report(
                    proxy,
                    isLoopback(host) ? Severity.INFO : Severity.WARNING,
                    (servers.size() == 2 ? "both" : "all " + servers.size()) + " servers are on " + host
                            + ", so they fail together",
                    Finding.Suggestion.add("server NAME ANOTHER-ADDRESS:PORT check"));
        }
    }

    /** A template or a resolver spreads one name over many addresses. */
    private static boolean hasOneAddress(Server server) {
        ServerAddress.Family family = server.address().family();
        return family == ServerAddress.Family.IP
                || (family == ServerAddress.Family.NAME
                        && !server.template()
                        && !server.keywords().has("resolvers"));
    }

    private static boolean isLoopback(String host) {
        return host.startsWith("127.") || host.equals("::1") || host.equals("localhost");
    }

    private static void noRedispatch(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            boolean matters = proxy.bindsClients() || retriesAreSet(proxy);
            if (matters && LintInput.servers(proxy).size() > 1 && !proxy.has("option redispatch")) {
                reporter.report(
                        proxy,
                        proxy.bindsClients() ? Severity.WARNING : Severity.INFO,
                        "a failed connection is repeated to the same server, though others are there, until its checks notice",
                        Finding.Suggestion.add("option redispatch"));
            }
        }
    }

    /** Somebody counts on retries; none at all is a matter of HC014. */
    private static boolean retriesAreSet(Proxy proxy) {
        return proxy.setting("retries")
                .filter(setting -> !setting.value().equals("0"))
                .isPresent();
    }

    private static void noRetries(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            proxy.setting("retries")
                    .filter(setting -> setting.value().equals("0"))
                    .ifPresent(setting -> {
                        Place place = Place.of(proxy, setting);
                        reporter.report(
                                place,
                                "with 'retries 0' a single failed connection is an error for the client",
                                Finding.Suggestion.replace("retries 3"));
                    });
        }
    }

    private static void noSlowstart(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            String balance = proxy.setting("balance").map(Setting::value).orElse("roundrobin");
            List<Server> active = LintInput.checked(proxy).stream()
                    .filter(server -> !server.backup())
                    .toList();
            boolean weighted = active.stream().map(Server::weight).distinct().count() > 1;
            boolean slow = active.stream().anyMatch(server -> server.keywords().has("slowstart"));
            if (active.size() > 1 && WEIGHING.contains(balance) && (weighted || balance.equals("leastconn")) && !slow) {
                reporter.report(
                        proxy,
                        "a server that comes back gets " + (weighted ? "its full weight" : "all new connections")
                                + " at once, with cold caches",
                        Finding.Suggestion.add("default-server slowstart 30s"));
            }
        }
    }
}
