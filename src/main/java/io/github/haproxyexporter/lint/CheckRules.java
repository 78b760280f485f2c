package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import io.github.haproxyexporter.haproxycfg.Setting;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules about whether, and what, a check checks. */
final class CheckRules {
    private static final Pattern IP = Pattern.compile("[0-9a-fA-F:.]*[0-9][0-9a-fA-F:.]*");

    private CheckRules() {}

    static List<Rule> rules() {
        return List.of(
                new Rule(
                        "HC001",
                        Severity.WARNING,
                        "server without check in a load-balanced backend",
                        "Without `check` HAProxy takes the server for healthy for ever and goes on sending it its share of the"
                                + " clients after it has died. An agent alone does not help: an agent that cannot be reached"
                                + " changes nothing.",
                        CheckRules::unchecked),
                new Rule(
                        "HC002",
                        Severity.WARNING,
                        "HTTP backend with a connection check only",
                        "A connection succeeds as long as the kernel listens: an application that answers every request with an"
                                + " error, or not at all, stays UP. `option httpchk` asks the application itself.",
                        CheckRules::connectionOnly),
                new Rule(
                        "HC003",
                        Severity.WARNING,
                        "httpchk takes a redirect for health",
                        "Without `http-check expect`, every 2xx and 3xx passes. A redirect to a login page, a maintenance page or"
                                + " another host is then as good as a working server.",
                        CheckRules::redirectPasses),
                new Rule(
                        "HC018",
                        Severity.ERROR,
                        "tracking ends in an unchecked server",
                        "A server with `track` has no check of its own. When the server at the end of the chain has none either"
                                + " (an agent alone satisfies HAProxy), nobody ever looks whether this one is alive.",
                        CheckRules::brokenTracking),
                new Rule(
                        "HC019",
                        Severity.WARNING,
                        "init-addr lets HAProxy fail at start",
                        "Unless `init-addr` ends in `none` or an IP address, HAProxy refuses to start or reload when the name of"
                                + " a single server cannot be resolved at that moment: one DNS hiccup during a deployment and all"
                                + " sites are gone. With `none` that server alone starts DOWN.",
                        CheckRules::startNeedsDns),
                new Rule(
                        "HC020",
                        Severity.ERROR,
                        "http-check rules displace the inherited request",
                        "HAProxy does not merge check rules: one `http-check` rule in a backend displaces all that `defaults` has,"
                                + " the method and URI of its `option httpchk` among them. The check then asks `OPTIONS /`, or sends"
                                + " no request at all and waits until it times out.",
                        CheckRules::lostRequest),
                new Rule(
                        "HC021",
                        Severity.WARNING,
                        "HTTP/1.1 check without a Host header",
                        "HTTP/1.1 requires Host, and HAProxy adds none to a check by itself. Many servers answer 400, or serve"
                                + " whatever site is their default.",
                        CheckRules::noHost));
    }

    private static void unchecked(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            List<Server> servers = LintInput.servers(proxy);
            if (servers.size() < 2) {
                continue;
            }
            for (Server server : servers) {
                if (!server.check().enabled() && server.track().isEmpty()) {
                    Place place = Place.of(server);
                    String line = place.text().matches(".*\\sno-check(\\s.*)?")
                            ? LineEditor.replace(place.text(), "no-check", "check")
                            : LineEditor.with(place.text(), "check");
                    reporter.report(
                            place,
                            server.agent().enabled()
                                    ? "the server has an agent but no check, so it stays UP when it cannot be reached at all"
                                    : "the server is not checked, so it gets its share of the clients after it has died",
                            Finding.Suggestion.replace(line));
                }
            }
        }
    }

    private static void connectionOnly(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            CheckMethod check = proxy.check();
            boolean plain = check.kind() == CheckMethod.Kind.CONNECT
                    || (check.kind() == CheckMethod.Kind.TCP_STEPS
                            && check.steps().stream().noneMatch(CheckStep.Expect.class::isInstance));
            if (proxy.http() && plain && !LintInput.checked(proxy).isEmpty()) {
                reporter.report(
                        proxy,
                        "the checks only open a connection, so an application that answers every request with an error stays UP",
                        Finding.Suggestion.add("option httpchk GET /health"));
            }
        }
    }

    private static void redirectPasses(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            CheckMethod check = proxy.check();
            if (check.kind() == CheckMethod.Kind.HTTP
                    && check.finalExpectations().isEmpty()
                    && check.lostRequest().isEmpty()
                    && !LintInput.checked(proxy).isEmpty()) {
                reporter.report(
                        proxy,
                        "'option httpchk' without 'http-check expect' takes every 2xx and 3xx for health, a redirect to an error"
                                + " page included",
                        Finding.Suggestion.add("http-check expect status 200"));
            }
        }
    }

    private static void brokenTracking(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            for (Server server : LintInput.servers(proxy)) {
                Optional<String> problem = trackingProblem(input, server);
                if (problem.isPresent()) {
                    Place place = Place.of(proxy, server, "track");
                    reporter.report(place, problem.get(), Finding.Suggestion.replace(withoutTrack(place.text())));
                }
            }
        }
    }

    private static String withoutTrack(String line) {
        return LineEditor.with(line.replaceFirst("\\s+track\\s+\\S+", ""), "check");
    }

    private static Optional<String> trackingProblem(LintInput input, Server server) {
        if (server.track().isEmpty()) {
            return Optional.empty();
        }
        Optional<Server> end = endOfTracking(input, server);
        if (end.isEmpty()) {
            return Optional.of("the server tracks " + server.track().get()
                    + ", and that chain leads to a server that does not exist, or back to itself");
        }
        if (end.get().check().enabled()) {
            return Optional.empty();
        }
        return Optional.of("the server tracks " + server.track().get() + ", and that chain ends in "
                + end.get().backend() + "/" + end.get().name() + ", which has no check of its own");
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

    private static void startNeedsDns(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            for (Server server : proxy.servers()) {
                if (server.address().family() != ServerAddress.Family.NAME) {
                    continue;
                }
                String methods =
                        server.keywords().get("init-addr").map(Setting::value).orElse("last,libc");
                String last = methods.substring(methods.lastIndexOf(',') + 1).strip();
                if (!last.equals("none") && !IP.matcher(last).matches()) {
                    Place place = Place.of(proxy, server, "init-addr");
                    reporter.report(
                            place,
                            "HAProxy does not start or reload at all when "
                                    + server.address().host() + " cannot be resolved at that moment (init-addr "
                                    + methods + ")",
                            Finding.Suggestion.replace(LineEditor.with(place.text(), "init-addr", methods + ",none")));
                }
            }
        }
    }

    private static void lostRequest(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            CheckMethod check = proxy.check();
            if (check.lostRequest().isPresent() && !LintInput.checked(proxy).isEmpty()) {
                boolean asksNothing = check.request().isEmpty();
                String option = "option httpchk " + String.join(" ", check.arguments());
                reporter.report(
                        proxy,
                        "the http-check rules here displace the request of 'option httpchk' at "
                                + check.lostRequest().get() + ", so the check "
                                + (asksNothing
                                        ? "sends no request and fails by time-out"
                                        : "asks " + check.request().get().method() + " "
                                                + check.request().get().uri()),
                        Finding.Suggestion.add(option.stripTrailing()));
            }
        }
    }

    private static void noHost(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            Optional<CheckStep.HttpSend> request = proxy.check().request();
            if (request.isPresent()
                    && request.get().version().equals("HTTP/1.1")
                    && request.get().headers().stream()
                            .noneMatch(header -> header.name().equalsIgnoreCase("host"))
                    && !LintInput.checked(proxy).isEmpty()) {
                reporter.report(
                        proxy,
                        "the check asks with HTTP/1.1 but without the Host header that HTTP/1.1 requires; many servers answer 400",
                        Finding.Suggestion.add("http-check send hdr Host www.example.com"));
            }
        }
    }
}
