package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules about single servers: whether they are checked, tracked, resolved and in service. */
final class ServerRules {
    private static final Pattern IP = Pattern.compile("[0-9a-fA-F:.]*[0-9][0-9a-fA-F:.]*");

    /** Fewer checks of one address are not worth a change. */
    private static final int MANY_CHECKS = 3;

    private static final String RESOLVERS = "resolvers dns\n    parse-resolv-conf";

    private ServerRules() {}

    static void unchecked(Proxy proxy, Server server, Reporter reporter) {
        if (server.check().enabled()
                || server.track().isPresent()
                || !canBeChecked(proxy, server)
                || LintInput.servers(proxy).size() < 2) {
            return;
        }
        FindingSite site = FindingSite.of(server);
        String line = LineEditor.replace(site.text(), "no-check", "check");
        String without = server.agent().enabled() ? "an agent but no check" : "no check";
        reporter.report(
                site,
                server.backup() ? Severity.INFO : Severity.WARNING,
                server.backup()
                        ? "a backup with " + without + " is used after it has died"
                        : "a server with " + without + " keeps its share of the clients after it has died",
                Edit.replace(site.origin(), line.equals(site.text()) ? LineEditor.with(line, "check") : line));
    }

    /** Log servers, sockets within HAProxy and the client's own destination cannot be checked. */
    private static boolean canBeChecked(Proxy proxy, Server server) {
        String mode = proxy.setting("mode").map(setting -> setting.value()).orElse("tcp");
        String host = server.address().host();
        return !mode.equals("log")
                && server.address().family() != ServerAddress.Family.ABSTRACT
                && server.address().family() != ServerAddress.Family.OTHER
                && !Set.of("0.0.0.0", "*", "::").contains(host);
    }

    static void brokenTracking(LintInput input, Reporter reporter) {
        input.eachServer((proxy, server) -> {
            if (server.track().isEmpty()) {
                return;
            }
            Optional<Server> end = endOfTracking(input, server);
            if (end.filter(last -> last.check().enabled()).isPresent()) {
                return;
            }
            boolean agentOnly = end.filter(last -> last.agent().enabled()).isPresent();
            FindingSite site = FindingSite.of(proxy, server, "track");
            reporter.report(
                    site,
                    agentOnly ? Severity.WARNING : Severity.ERROR,
                    "the chain from 'track " + server.track().get() + "' "
                            + end.map(last -> "ends in " + last.backend() + "/" + last.name() + ", which has no check")
                                    .orElse("leads to a server that does not exist, or back to itself"),
                    Edit.replace(site.origin(), LineEditor.with(LineEditor.without(site.text(), "track"), "check")));
        });
    }

    private static Optional<Server> endOfTracking(LintInput input, Server server) {
        Set<Server> passed = new HashSet<>();
        Server at = server;
        while (at.track().isPresent()) {
            if (!passed.add(at)) {
                return Optional.empty();
            }
            String[] names = at.track().get().split("/", 2);
            Optional<Server> next = names.length == 2
                    ? input.config().server(names[0], names[1])
                    : input.config().server(at.backend(), names[0]);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.of(at);
    }

    static void resolvedOnce(LintInput input, Reporter reporter) {
        input.eachServer((proxy, server) -> {
            String host = server.address().host();
            if (server.address().family() != ServerAddress.Family.NAME
                    || server.keywords().has("resolvers")
                    || host.equals("localhost")) {
                return;
            }
            String methods = server.keywords().value("init-addr").orElse("last,libc");
            String last = methods.substring(methods.lastIndexOf(',') + 1).strip();
            if (!last.equals("none") && IP.matcher(last).matches()) {
                return;
            }
            FindingSite site = FindingSite.of(server);
            Optional<String> known = input.config().resolvers().stream().findFirst();
            Edit line = Edit.replace(
                    site.origin(),
                    LineEditor.with(
                            LineEditor.with(site.text(), "resolvers", known.orElse("dns")),
                            "init-addr",
                            "last,libc,none"));
            boolean forEver = last.equals("none");
            Severity severity = forEver ? Severity.WARNING : Severity.INFO;
            String message = forEver
                    ? "without 'resolvers' a server whose name is not resolved at start stays in maintenance for ever"
                    : "HAProxy refuses to start or reload while a server's name cannot be resolved";
            FindingSite once = site.oncePerConfiguration();
            if (known.isPresent()) {
                reporter.report(once, severity, message, line);
            } else {
                // A section ends the one before it, so it goes above the first proxy.
                Proxy first = input.config().proxies().get(0);
                reporter.report(
                        once, severity, message, line, Edit.replace(first.origin(), RESOLVERS + "\n" + first.header()));
            }
        });
    }

    static void disabled(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.config().proxies()) {
            for (Server server : proxy.servers()) {
                if (server.disabled() && !proxy.disabled()) {
                    FindingSite site = FindingSite.of(proxy, server, "disabled");
                    reporter.report(
                            site,
                            "'disabled' puts the server into maintenance at every start and reload",
                            Edit.replace(site.origin(), LineEditor.without(site.text(), "disabled")));
                }
            }
        }
    }

    static void checkedTwice(LintInput input, Reporter reporter) {
        Map<List<Object>, List<Server>> bySubject = new LinkedHashMap<>();
        input.eachServer((proxy, server) -> {
            boolean fixed = server.address().family() == ServerAddress.Family.IP
                    && server.address().port().isPresent();
            if (fixed && server.check().enabled() && !server.template()) {
                List<Object> subject = List.of(
                        server.address().host(),
                        server.address().port(),
                        server.check(),
                        proxy.check().kind(),
                        proxy.check().arguments(),
                        proxy.checkLines().inForce().stream()
                                .map(line -> line.words())
                                .toList());
                bySubject.computeIfAbsent(subject, key -> new ArrayList<>()).add(server);
            }
        });
        bySubject.values().stream()
                .filter(servers -> servers.size() >= MANY_CHECKS)
                .forEach(servers ->
                        servers.stream().skip(1).forEach(server -> follow(servers.get(0), server, reporter)));
    }

    private static void follow(Server first, Server server, Reporter reporter) {
        FindingSite site = FindingSite.of(server);
        String line = LineEditor.without(site.text(), "check");
        boolean inherited = server.keywords()
                .get("check")
                .filter(setting -> !setting.origin().equals(server.origin()))
                .isPresent();
        reporter.report(
                site.oncePerConfiguration(),
                "the same checks of " + first.address().text() + " are made for " + first.backend() + "/" + first.name()
                        + "; let 'track' follow them",
                Edit.replace(
                        site.origin(),
                        LineEditor.with(
                                line,
                                (inherited ? "no-check " : "") + "track " + first.backend() + "/" + first.name())));
    }
}
