package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.Durations;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Setting;
import io.github.haproxyexporter.lint.LineEditor;
import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.ServerState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What to do about servers that fail alike: first what shows more, then what ends it. A change of the check is proposed when the
 * changed check passes from here; what only a person can mend is said to be so.
 */
final class Advice {
    private static final HaproxyAddress USUAL = HaproxyAddress.parse("unix:/run/haproxy/admin.sock");

    private final Sources sources;
    private final List<ServerFacts> group;
    private final ServerFacts facts;
    private final Probes probes;
    private final List<Action> actions = new ArrayList<>();

    /** Advice for a group; what is tried and shown is its first server's. */
    Advice(Sources sources, List<ServerFacts> group, Probes probes) {
        this.sources = sources;
        this.group = group;
        this.facts = group.get(0);
        this.probes = probes;
    }

    List<Action> about(Cause cause) {
        switch (cause) {
            case CONNECTION_REFUSED -> refused();
            case CONNECTION_TIMEOUT, HOST_UNREACHABLE -> unreachable();
            case CONNECTION_RESET, EMPTY_REPLY -> brokenOff();
            case CLIENT_CERTIFICATE_WANTED ->
                edit(Trials.onServerLine(
                        "show the server a certificate that it trusts: put the file with it and its key for"
                                + " /etc/haproxy/client.pem",
                        line -> LineEditor.with(line, "crt", "/etc/haproxy/client.pem")));
            case DNS_FAILURE -> resolve();
            case TLS_FAILURE -> {
                plan().ifPresent(target ->
                        look("see how far the handshake comes", Commands.tlsClient(target) + " </dev/null"));
                if (!tried(Trials::plain)) {
                    person(
                            "let the server speak a TLS version and ciphers that HAProxy offers; its own log says what it"
                                    + " refused");
                }
            }
            case CERTIFICATE_EXPIRED, CERTIFICATE_UNTRUSTED -> certificate(cause);
            case CHECK_TIMEOUT -> timeout();
            case WRONG_STATUS -> status();
            case WRONG_CONTENT -> content();
            case WRONG_PROTOCOL -> protocol();
            case AGENT_DOWN, AGENT_UNREACHABLE -> agent(cause);
            case TRACKED_SERVER_DOWN -> followed();
            case EXTERNAL_CHECK_FAILED -> external();
            case CLIENT_REQUESTS_FAIL -> {
                repeat();
                onServer("see why the application fails", "journalctl -n 50 --no-pager");
                person("mend the application: good checks then bring the server back by themselves");
            }
            case RECOVERING -> person("wait: the checks that are still needed follow by themselves");
            case OUT_OF_SERVICE -> bringBack();
            case IN_SERVICE -> {}
            case UNKNOWN -> repeat();
        }
        if (actions.stream().anyMatch(action -> action.at().isPresent())) {
            actions.add(Action.run(
                    "check the configuration and load it", "haproxy -c" + files() + " && systemctl reload haproxy"));
        }
        return List.copyOf(actions);
    }

    private Optional<ProbePlan> plan() {
        return facts.plan();
    }

    private void refused() {
        plan().ifPresent(
                        target -> look("see whether anything answers", Commands.connect(target.host(), target.port())));
        onServer(
                "see what listens: the Local Address must be that of the check or *"
                        + plan().map(target -> ", " + target.target()).orElse(""),
                "ss -ltn");
        if (!tried(Trials::ownPort)) {
            person("start the service on the server, or let it listen on the address that is checked");
        }
    }

    private void unreachable() {
        plan().ifPresent(target -> {
            look("see which way the packets take", "ip route get " + Commands.quote(target.host()));
            look("see whether anything answers", Commands.connect(target.host(), target.port()));
        });
        if (!tried(Trials::ownPort)) {
            person("start the machine, or let firewalls and routes pass HAProxy's connections to it");
        }
    }

    private void brokenOff() {
        repeat();
        if (!tried(trials -> trials.ownPort().proxyHeader().tls().host().requests())) {
            onServer("see why the application hangs up", "journalctl -n 50 --no-pager");
            person("mend the application on the server");
        }
    }

    /** What the check asks, asked by hand. */
    private void repeat() {
        plan().ifPresent(target -> {
            Optional<CheckStep.HttpSend> request = target.method().flatMap(CheckMethod::request);
            if (request.isPresent()) {
                look(
                        Commands.hasSecret(request.get())
                                ? "ask what the check asks, with SECRET set to the value that stands in the configuration"
                                : "ask what the check asks",
                        Commands.request(target, request.get()));
            } else if (target.tls().isPresent()) {
                look("try the handshake by hand", Commands.tlsClient(target) + " </dev/null");
            } else {
                look("try the connection by hand", Commands.connect(target.host(), target.port()));
            }
        });
    }

    private void resolve() {
        String host = facts.admin()
                .map(known -> known.fqdn())
                .filter(name -> !name.isEmpty())
                .or(() -> facts.configured().map(known -> known.address().host()))
                .orElse(facts.view().server());
        look("see what the resolver says", "getent ahosts " + Commands.quote(host));
        person("mend the name, or write an address in its place");
        boolean asksOn = facts.configured()
                .map(known -> known.keywords().has("resolvers"))
                .orElse(false);
        if (!asksOn) {
            actions.add(Action.run(
                    "HAProxy asks for the name only when it starts; once it has an address",
                    "systemctl reload haproxy"));
        }
    }

    private void certificate(Cause cause) {
        plan().ifPresent(target -> look(
                "see the certificate",
                Commands.tlsClient(target)
                        + " </dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName"));
        if (cause == Cause.CERTIFICATE_EXPIRED) {
            person("renew the certificate on the server, and let the application there load it");
        } else if (!tried(trials -> trials.certificateName(facts.probe().flatMap(ProbeResult::certificate)))) {
            facts.configured()
                    .flatMap(known -> known.check().caFile())
                    .ifPresent(file -> look(
                            "see which authorities HAProxy trusts for it",
                            "openssl crl2pkcs7 -nocrl -certfile " + Commands.quote(file)
                                    + " | openssl pkcs7 -print_certs -noout"));
            person("give the server a certificate of these authorities, or add the authority of its own to that file");
        }
    }

    private void timeout() {
        Optional<Proxy> proxy = facts.proxy();
        if (proxy.isPresent() && proxy.get().check().lostRequest().isPresent()) {
            edit(server -> server.proxy()
                    .map(known -> Action.add(
                            "repeat the option in the backend, whose own http-check rules displace its request",
                            known.origin(),
                            "    "
                                    + ("option httpchk "
                                                    + String.join(
                                                            " ", known.check().arguments()))
                                            .strip())));
            return;
        }
        repeat();
        Optional<ProbeResult> late =
                facts.probe().filter(result -> result.lateMillis().isPresent());
        if (late.isPresent() && proxy.isPresent()) {
            slower(Duration.ofMillis(2 * late.get().lateMillis().getAsLong()));
        } else {
            person("see why the server takes the connection and does not answer; a longer time-out does not help");
        }
    }

    /** Time for an answer that is right and comes too late; the interval must not be shorter. */
    private void slower(Duration wanted) {
        Duration rounded = Duration.ofSeconds(wanted.plusMillis(999).toSeconds());
        String why = "give the answer the time that it takes, and a reserve";
        edit(server -> server.proxy().map(proxy -> {
            Optional<Setting> setting = proxy.setting("timeout check");
            return setting.isPresent()
                    ? CheckEdits.replace(why, setting.get().origin(), "timeout check " + Durations.format(rounded))
                    : Action.add(why, proxy.origin(), "    timeout check " + Durations.format(rounded));
        }));
        edit(server -> server.configured()
                .filter(known -> known.check().inter().compareTo(rounded) < 0)
                .map(known -> Action.replace(
                        "and check no sooner than that",
                        known.origin(),
                        LineEditor.with(known.text(), "inter", Durations.format(rounded)))));
    }

    private void status() {
        repeat();
        CheckMethod.Kind kind = facts.proxy().map(proxy -> proxy.check().kind()).orElse(CheckMethod.Kind.HTTP);
        switch (kind) {
            case HTTP -> httpStatus();
            case MYSQL ->
                person(
                        "on the database, let the check's user in from HAProxy's address, without a password and without rights",
                        "mysql -e \"CREATE USER '" + user() + "'@'%'\"");
            case PGSQL ->
                person("on the database, make the check's user, or let it in by pg_hba.conf", "createuser " + user());
            case SMTP -> {
                if (!tried(trials -> trials.option(
                                CheckMethod.Kind.SMTP, "greet with a name that the server takes", "EHLO", "localhost")
                        .option(
                                CheckMethod.Kind.SMTP,
                                "greet with a name that the server takes",
                                "HELO",
                                "localhost"))) {
                    person("see in the mail server's log why it refuses HAProxy's address or name");
                }
            }
            case LDAP -> {
                if (!tried(trials -> trials.option(
                        CheckMethod.Kind.TCP_STEPS,
                        "check the connection alone: the server takes no anonymous bind"))) {
                    person("allow the anonymous bind on the LDAP server");
                }
            }
            default -> person("see in the server's log why it refuses the check");
        }
    }

    private String user() {
        List<String> arguments =
                facts.proxy().map(proxy -> proxy.check().arguments()).orElse(List.of());
        return arguments.size() > 1 && arguments.get(1).matches("[A-Za-z0-9_.-]+") ? arguments.get(1) : "USER";
    }

    private void httpStatus() {
        int code = facts.view()
                .check()
                .code()
                .orElse(facts.probe()
                        .map(ProbeResult::status)
                        .flatMap(status -> status.stream().boxed().findFirst())
                        .orElse(0));
        if (code / 100 == 5 && code != 501) {
            onServer("see why the application fails", "journalctl -n 50 --no-pager");
            person("mend the application: the check is right");
            return;
        }
        if (code / 100 == 2
                && tried(trials -> trials.statusIn("200-299", "if the answer is right, expect its status"))) {
            return;
        }
        if (tried(trials -> trials.host().requests())) {
            return;
        }
        boolean noHost = plan().flatMap(ProbePlan::method)
                .flatMap(CheckMethod::request)
                .filter(request -> !Trials.hasHost(request))
                .isPresent();
        if (code / 100 == 3 && tried(trials -> trials.statusIn("200-399", "if the redirect is right, expect it"))) {
            return;
        }
        if (noHost && (code == 400 || code == 404 || code == 421 || code / 100 == 3)) {
            edit(server -> server.proxy().flatMap(proxy -> CheckEdits.host(proxy, CheckEdits.PLACEHOLDER)));
        } else if (code == 401 || code == 403) {
            person("let the application answer the check's page without a login");
        } else {
            person("let the application answer the check's page, or check one that it has");
        }
    }

    private void content() {
        repeat();
        Optional<String> first = facts.probe().flatMap(ProbeResult::firstLine);
        CheckMethod.Kind kind = facts.proxy().map(proxy -> proxy.check().kind()).orElse(CheckMethod.Kind.HTTP);
        if (kind == CheckMethod.Kind.REDIS
                && first.filter(line -> line.startsWith("-NOAUTH")).isPresent()) {
            edit(server -> server.proxy()
                    .flatMap(proxy -> proxy.check().origin())
                    .map(at -> {
                        String indent = CheckEdits.indent(at);
                        return Action.replace(
                                "log in before the PING: put the password for PASSWORD",
                                at,
                                indent + "option tcp-check\n" + indent + "tcp-check send \"AUTH PASSWORD\\r\\n\"\n"
                                        + indent
                                        + "tcp-check expect string +OK\n" + indent + "tcp-check send \"PING\\r\\n\"\n"
                                        + indent
                                        + "tcp-check expect string +PONG");
                    }));
        } else if (kind == CheckMethod.Kind.REDIS) {
            person("see why Redis does not answer +PONG; while it loads its data it will by itself");
        } else if (!tried(trials ->
                trials.statusIn("200-299", "if the answer is right and the text is not, judge by the status alone"))) {
            person("mend the application, or expect a text that its good answer has");
        }
    }

    private void protocol() {
        repeat();
        String first = facts.probe().flatMap(ProbeResult::firstLine).orElse("");
        if (!tried(trials -> {
            trials.ownPort().tls().proxyHeader();
            if (first.startsWith("220")) {
                trials.option(CheckMethod.Kind.SMTP, "check it as a mail server", "EHLO", "localhost");
            } else if (first.startsWith("HTTP/")) {
                trials.option(CheckMethod.Kind.HTTP, "check it as a web server", "GET", "/");
            }
            return trials;
        })) {
            person(
                    "check the port where the server speaks this protocol, or choose the check of the protocol that it speaks");
        }
    }

    private void agent(Cause cause) {
        plan().ifPresent(target -> look(
                "ask the agent",
                Commands.say(
                        target,
                        target.method()
                                .flatMap(method -> method.arguments().stream().findFirst())
                                .orElse("")
                                .getBytes(StandardCharsets.UTF_8))));
        if (cause == Cause.AGENT_UNREACHABLE) {
            person("start the agent again on the server; its 'up' ends this");
            actions.add(Action.run(
                    "or forget its last word: a new process takes the server for up until its agent says otherwise",
                    "systemctl reload haproxy"));
        } else {
            person("see on the server why its agent says so: only the agent ends it");
        }
    }

    private void followed() {
        facts.view()
                .tracked()
                .filter(Commands::isServerName)
                .ifPresent(name ->
                        look("see why the server that it follows is down", "haproxy-exporter diagnose " + name));
    }

    private void external() {
        String command = facts.proxy()
                .flatMap(known -> known.setting("external-check command"))
                .or(() -> facts.proxy().flatMap(known -> known.setting("external-check")))
                .map(setting -> setting.arguments().get(setting.arguments().size() - 1))
                .orElse("");
        if (!command.isEmpty()) {
            String address =
                    facts.configured().map(known -> known.address().host()).orElse("ADDRESS");
            String port = facts.configured()
                    .flatMap(known -> known.address().port().stream().boxed().findFirst())
                    .map(String::valueOf)
                    .orElse("PORT");
            look(
                    "run the program as HAProxy does, and see its exit code",
                    Commands.quote(command) + " NOT_USED NOT_USED " + Commands.quote(address) + " " + port
                            + "; echo $?");
        }
        person("mend the program, or what it finds");
    }

    private void bringBack() {
        ServerFacts.OutOfService by = facts.outOfService().orElse(ServerFacts.OutOfService.UNKNOWN);
        switch (by) {
            case TRACKED -> followed();
            case AGENT -> agent(Cause.AGENT_DOWN);
            case ITSELF -> person("let the application answer the check with 200 again when it is ready");
            case WEIGHT -> server("weight 100%", "give it clients again");
            default -> {
                server("enable", "put it back into service");
                if (by == ServerFacts.OutOfService.CONFIGURATION) {
                    edit(server -> server.configured()
                            .flatMap(known -> known.keywords().get("disabled"))
                            .map(setting -> Action.replace(
                                    "and do not start it disabled",
                                    setting.origin(),
                                    LineEditor.without(setting.text(), "disabled"))));
                }
            }
        }
        boolean down = facts.view().check().status().startsWith("L")
                && !facts.view().check().passed();
        if (down && facts.view().state() != ServerState.UP) {
            person("see to it that its check passes first: the last one failed");
        }
    }

    /** A change of the servers. A statistics page takes none, and its names may be anything. */
    private void server(String verb, String why) {
        List<String> names = group.stream()
                .map(server -> server.view().name())
                .filter(Commands::isServerName)
                .toList();
        if (sources.haproxy() instanceof HaproxyAddress.Http) {
            person(why + " over HAProxy's stats socket, on its own machine");
        } else if (!names.isEmpty()) {
            String level = sources.control().isPresent() ? "" : ", over a stats socket of level admin such as this one";
            actions.add(Action.run(
                    why + level, Commands.server(verb, names, sources.control().orElse(USUAL))));
        }
    }

    /**
     * Whether each server has a changed check that passes; the change is then what to do. Where none can be tried the first is
     * offered.
     */
    private boolean tried(UnaryOperator<Trials> chosen) {
        Map<ServerFacts, List<Trial>> trials = new LinkedHashMap<>();
        group.forEach(server -> server.plan()
                .ifPresent(target -> trials.put(
                        server,
                        chosen.apply(new Trials(server, target)).list().stream()
                                .filter(trial -> trial.edit().apply(server).isPresent())
                                .toList())));
        Map<ServerFacts, Trial> found = probes.firstPassing(trials, sources.probing());
        edit(
                server -> Optional.ofNullable(found.get(server))
                        .flatMap(trial -> trial.edit().apply(server)),
                sources.probing() ? " (the check then passes from here)" : " (not tried)");
        return found.size() == group.size();
    }

    private boolean edit(Function<ServerFacts, Optional<Action>> change) {
        return edit(change, "");
    }

    /** Makes the change for every server; servers of one line or one backend share it. */
    private boolean edit(Function<ServerFacts, Optional<Action>> change, String remark) {
        List<Action> edits = group.stream()
                .flatMap(server -> change.apply(server).stream())
                .distinct()
                .map(action -> new Action(action.kind(), action.why() + remark, action.text(), action.at()))
                .toList();
        actions.addAll(edits);
        return !edits.isEmpty();
    }

    private String files() {
        StringBuilder files = new StringBuilder();
        sources.config()
                .ifPresent(config -> config.proxies().stream()
                        .map(proxy -> proxy.origin().file())
                        .distinct()
                        .forEach(file -> files.append(" -f ").append(Commands.quote(file))));
        return files.toString();
    }

    private void look(String why, String command) {
        actions.add(Action.look(why, command));
    }

    private void onServer(String why, String command) {
        actions.add(Action.look("on the server: " + why, command));
    }

    private void person(String why) {
        actions.add(Action.person(why, ""));
    }

    private void person(String why, String command) {
        actions.add(Action.person(why, command));
    }
}
