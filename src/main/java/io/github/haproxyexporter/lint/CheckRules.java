package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.CheckLines;
import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.Durations;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rules about what a check asks and which answers pass. */
final class CheckRules {
    private static final String HTTP_CHECK = "option httpchk GET /health\nhttp-check expect status 200";

    /** The words of a rule that change nothing in what is sent or expected. */
    private static final Set<String> BEFORE_REQUEST =
            Set.of("connect", "comment", "set-var", "set-var-fmt", "unset-var");

    /** The protocols with a check of their own, by port; a caveat follows the lines where one is needed. */
    private static final Map<Integer, String> PROTOCOL_CHECKS = Map.of(
            25, "option smtpchk EHLO haproxy.example.com",
            389, "option ldap-check",
            3306, "option mysql-check user haproxy",
            5432, "option pgsql-check user haproxy",
            6379, "option redis-check",
            6443, "option httpchk GET /readyz\nhttp-check expect status 200\ndefault-server check-ssl verify none");

    private static final Map<Integer, String> CAVEATS = Map.of(
            3306, "; create the MySQL user 'haproxy' without a password and without rights first",
            6379, "; a Redis with a password needs tcp-check rules with AUTH instead");

    private CheckRules() {}

    private static boolean connects(CheckMethod check) {
        return check.kind() == CheckMethod.Kind.CONNECT
                || (check.kind() == CheckMethod.Kind.TCP_STEPS
                        && check.steps().stream().noneMatch(CheckStep.Expect.class::isInstance));
    }

    static void connectionOnly(Proxy proxy, Reporter reporter) {
        if (proxy.http() && connects(proxy.check()) && proxy.checkLines().idle().isEmpty()) {
            FindingSite site = FindingSite.of(proxy);
            boolean balanced = LintInput.servers(proxy).size() > 1;
            reporter.report(
                    balanced ? site : site.oncePerConfiguration(),
                    balanced ? Severity.WARNING : Severity.INFO,
                    "the checks only connect, so an application that answers every request with an error stays UP",
                    chooseMethod(proxy, HTTP_CHECK));
        }
    }

    /** The edits that change the section's method: the last option counts, and rules of another method would be idle. */
    private static Edit[] chooseMethod(Proxy proxy, String lines) {
        Optional<Statement> own = proxy.checkLines().option().filter(option -> proxy.owns(option.origin()));
        List<Edit> edits = new ArrayList<>();
        edits.add(own.map(option -> Edit.replace(option.origin(), lines)).orElse(Edit.add(proxy.origin(), lines)));
        boolean staysIdle = proxy.check().kind() == CheckMethod.Kind.TCP_STEPS;
        proxy.checkLines().inForce().stream()
                .filter(rule -> staysIdle && proxy.owns(rule.origin()))
                .forEach(rule -> edits.add(Edit.replace(rule.origin(), "# " + rule.text())));
        // A check that only connects ignores this time-out; the one that takes its place does not.
        Duration inter = LintInput.checked(proxy).stream()
                .map(server -> server.check().inter())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        proxy.setting("timeout check")
                .filter(setting -> proxy.timeout("check").orElse(inter).compareTo(inter) > 0)
                .map(setting -> FindingSite.of(proxy, setting))
                .map(site -> proxy.owns(site.origin())
                        ? site.set("check", Durations.format(inter))
                        : Edit.add(proxy.origin(), "timeout check " + Durations.format(inter)))
                .ifPresent(edits::add);
        return edits.toArray(Edit[]::new);
    }

    static void redirectPasses(LintInput input, Reporter reporter) {
        input.checkedBackends().forEach(proxy -> {
            List<Statement> lines = proxy.checkLines().inForce();
            if (proxy.check().kind() == CheckMethod.Kind.HTTP
                    && proxy.check().finalExpectations().isEmpty()
                    && proxy.check().lostRequest().isEmpty()
                    && !lines.isEmpty()) {
                FindingSite site = FindingSite.of(proxy, lines.get(lines.size() - 1));
                reporter.report(
                        site,
                        "'option httpchk' without 'http-check expect' accepts every 2xx and 3xx, a redirect to an error page"
                                + " too",
                        site.below("http-check expect status " + statusToday(input, site)));
            }
        });
    }

    /** What the servers under this check answer today, so that the rule keeps all of them UP; 2xx where nobody knows. */
    private static String statusToday(LintInput input, FindingSite site) {
        Set<Integer> codes = new TreeSet<>();
        input.checkedBackends().forEach(proxy -> {
            if (proxy.checkLines().inForce().stream()
                    .anyMatch(line -> line.origin().equals(site.origin()))) {
                for (Server server : LintInput.checked(proxy)) {
                    Integer code = input.seenCodes().get(server.backend() + "/" + server.name());
                    if (code != null) {
                        codes.add(code);
                    }
                }
            }
        });
        return codes.isEmpty() ? "200-299" : codes.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    static void lostRequest(Proxy proxy, Reporter reporter) {
        CheckMethod check = proxy.check();
        if (check.lostRequest().isEmpty()) {
            return;
        }
        boolean asksNothing = check.request().isEmpty();
        reporter.report(
                FindingSite.of(proxy),
                asksNothing ? Severity.ERROR : Severity.WARNING,
                "the http-check rules here displace the request of 'option httpchk' at "
                        + check.lostRequest().get() + ", so the check "
                        + (asksNothing
                                ? "sends no request and times out"
                                : "asks " + check.request().get().method() + " "
                                        + check.request().get().uri()),
                asksNothing ? repeatRequest(proxy) : completeRequest(proxy));
    }

    /** Repeats the inherited check above the section's own rules, its expectations only where the section has none. */
    private static Edit[] repeatRequest(Proxy proxy) {
        CheckLines lines = proxy.checkLines();
        boolean judges = lines.inForce().stream().anyMatch(line -> line.word(1).equals("expect"));
        String repeated = lines.displaced().stream()
                .filter(line -> !line.word(1).equals("expect") || !judges)
                .filter(line -> !BEFORE_REQUEST.contains(line.word(1)))
                .map(Statement::text)
                .collect(Collectors.joining("\n"));
        return new Edit[] {
            Edit.add(lastBefore(lines.inForce()).map(Statement::origin).orElse(proxy.origin()), repeated)
        };
    }

    /** Gives the section's own request the method and URI of the inherited one, and its expectations where it has none. */
    private static Edit[] completeRequest(Proxy proxy) {
        CheckLines lines = proxy.checkLines();
        List<Statement> own = lines.inForce();
        List<Edit> edits = new ArrayList<>();
        for (Statement line : lines.displaced()) {
            if (line.word(0).equals("option")) {
                edits.add(Edit.add(proxy.origin(), line.text()));
            } else if (line.word(1).equals("send")) {
                Statement send = own.stream()
                        .filter(rule -> rule.word(1).equals("send"))
                        .findFirst()
                        .orElseThrow();
                String rest = send.text().replaceFirst("^http-check\\s+send\\s*", "");
                edits.add(Edit.replace(send.origin(), LineEditor.with(line.text(), rest)));
            } else if (line.word(1).equals("expect")
                    && own.stream().noneMatch(rule -> rule.word(1).equals("expect"))) {
                edits.add(Edit.add(own.get(own.size() - 1).origin(), line.text()));
            }
        }
        return edits.toArray(Edit[]::new);
    }

    /** The last of the rules with which a check may begin before its request. */
    private static Optional<Statement> lastBefore(List<Statement> lines) {
        return lines.stream()
                .takeWhile(line -> BEFORE_REQUEST.contains(line.word(1)))
                .reduce((first, second) -> second);
    }

    static void noHost(Proxy proxy, Reporter reporter) {
        Optional<CheckStep.HttpSend> request = proxy.check().request();
        if (request.isPresent()
                && request.get().version().equals("HTTP/1.1")
                && request.get().headers().stream()
                        .noneMatch(header -> header.name().equalsIgnoreCase("host"))) {
            FindingSite option =
                    FindingSite.of(proxy, proxy.checkLines().inForce().get(0));
            reporter.report(
                    option,
                    "the check asks with HTTP/1.1 but without the Host header that HTTP/1.1 requires; many servers answer 400",
                    withHost(proxy));
        }
    }

    /** The edit that adds the header where the request stands, so that nothing inherited is displaced. */
    private static Edit withHost(Proxy proxy) {
        String header = "hdr Host www.example.com";
        List<Statement> rules = new ArrayList<>(proxy.checkLines().inForce());
        Statement last = rules.get(rules.size() - 1);
        rules.removeIf(line -> line.word(0).equals("option") || BEFORE_REQUEST.contains(line.word(1)));
        if (rules.isEmpty()) {
            return Edit.add(last.origin(), "http-check send " + header);
        }
        Statement first = rules.get(0);
        return Edit.replace(
                first.origin(),
                first.word(1).equals("send")
                        ? LineEditor.with(first.text(), header)
                        : "http-check send " + header + "\n" + first.text());
    }

    static void idleRules(Proxy proxy, Reporter reporter) {
        List<Statement> idle = proxy.checkLines().idle();
        if (!idle.isEmpty()) {
            Statement first = idle.get(0);
            boolean http = first.word(0).equals("http-check");
            boolean asks = idle.stream().anyMatch(rule -> rule.words().contains("uri"));
            String option = http ? "option httpchk" + (asks ? "" : " GET /health") : "option tcp-check";
            reporter.report(
                    FindingSite.of(proxy, first),
                    "the " + first.word(0) + " rules have no effect without 'option "
                            + (http ? "httpchk" : "tcp-check") + "'; the check is "
                            + description(proxy.check().kind()),
                    chooseMethod(proxy, option));
        }
    }

    private static String description(CheckMethod.Kind kind) {
        return kind.option().isEmpty() ? "a connection only" : "that of 'option " + kind.option() + "'";
    }

    static void protocolUnchecked(Proxy proxy, Reporter reporter) {
        Set<Integer> ports = LintInput.checked(proxy).stream()
                .map(server -> server.address().port())
                .map(port -> port.orElse(0))
                .collect(Collectors.toSet());
        int port = ports.size() == 1 ? ports.iterator().next() : 0;
        String lines = PROTOCOL_CHECKS.get(port);
        boolean elsewhere = LintInput.checked(proxy).stream()
                .anyMatch(server -> !server.check().port().equals(OptionalInt.of(port))
                        || server.check().ssl());
        if (!proxy.http()
                && lines != null
                && !elsewhere
                && connects(proxy.check())
                && proxy.checkLines().idle().isEmpty()) {
            reporter.report(
                    FindingSite.of(proxy),
                    "the checks only connect to port " + port + ", whose protocol HAProxy can check"
                            + CAVEATS.getOrDefault(port, ""),
                    chooseMethod(proxy, lines));
        }
    }

    static void oldHello(Proxy proxy, Reporter reporter) {
        if (proxy.check().kind() == CheckMethod.Kind.TLS_HELLO) {
            FindingSite site = FindingSite.of(proxy, proxy.checkLines().option().orElseThrow());
            reporter.report(
                    site,
                    "'option ssl-hello-chk' sends an SSLv3 hello, which current servers refuse; 'check-ssl' completes a TLS"
                            + " handshake",
                    Edit.replace(site.origin(), "option tcp-check\ndefault-server check-ssl verify none"));
        }
    }

    static void errorPasses(Proxy proxy, Reporter reporter) {
        List<CheckStep.Expect> expects = proxy.check().finalExpectations();
        Optional<Statement> line = proxy.checkLines().inForce().stream()
                .filter(rule ->
                        expects.stream().anyMatch(expect -> expect.origin().equals(rule.origin())))
                .findFirst();
        if (line.isEmpty() || !expects.stream().allMatch(StatusSet::canEvaluate)) {
            return;
        }
        boolean success = expects.stream().allMatch(expect -> StatusSet.accepts(expect, 200));
        boolean serverErrors = expects.stream().allMatch(StatusSet::acceptsServerError);
        boolean notFound = expects.stream().allMatch(expect -> StatusSet.accepts(expect, 404));
        if (success && (serverErrors || notFound)) {
            FindingSite site = FindingSite.of(proxy, line.get());
            reporter.report(
                    site,
                    serverErrors ? Severity.WARNING : Severity.INFO,
                    "'" + line.get().text() + "' accepts " + (serverErrors ? "server errors" : "404")
                            + ", so " + (serverErrors ? "an application that fails" : "a missing health page")
                            + " counts as healthy",
                    Edit.replace(site.origin(), "http-check expect status 200-299"));
        }
    }
}
