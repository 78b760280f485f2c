package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import io.github.haproxyexporter.haproxycfg.Setting;
import io.github.haproxyexporter.lint.LineEditor;
import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.probe.ProxyHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The checks that are worth a try in the place of one that fails, the most likely first. */
final class Trials {
    /** Where applications usually tell their health. */
    private static final List<String> HEALTH_PAGES = List.of("/health", "/healthz", "/");

    private final ServerFacts facts;
    private final ProbePlan plan;
    private final List<Trial> trials = new ArrayList<>();

    Trials(ServerFacts facts, ProbePlan plan) {
        this.facts = facts;
        this.plan = plan;
    }

    List<Trial> list() {
        return List.copyOf(trials);
    }

    /** The clients' own port in the place of one of the check's. */
    Trials ownPort() {
        OptionalInt own = facts.view().address().map(ServerAddress::parse).stream()
                .map(ServerAddress::port)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .or(() -> facts.configured().map(known -> known.address().port()))
                .orElse(OptionalInt.empty());
        if (own.isPresent() && own.getAsInt() != plan.port()) {
            trials.add(new Trial(
                    plan.withPort(own.getAsInt()),
                    server -> setting(server, "port")
                            .map(port -> Action.replace(
                                    "check the port that clients use",
                                    port.origin(),
                                    LineEditor.without(port.text(), "port")))));
        }
        return this;
    }

    /** TLS in the check, with a certificate that the system trusts, or without a look at it. */
    Trials tls() {
        if (plan.tls().isEmpty()) {
            List<String> words = facts.configured()
                            .filter(known -> known.keywords().has("verify"))
                            .isPresent()
                    ? List.of("check-ssl")
                    : List.of("check-ssl verify required ca-file @system-ca", "check-ssl verify none");
            for (String each : words) {
                boolean verify = each.endsWith("ca");
                ProbePlan.TlsPlan tls = new ProbePlan.TlsPlan(
                        verify,
                        verify ? Optional.of("@system-ca") : Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
                trials.add(new Trial(
                        plan.with(plan.proxyHeader(), Optional.of(tls)),
                        onServerLine(
                                each.endsWith("none")
                                        ? "let the check speak TLS; no authority that this system knows vouches for the certificate"
                                        : "let the check speak TLS",
                                line -> LineEditor.with(line, each))));
            }
        }
        return this;
    }

    /** No TLS in the check. */
    Trials plain() {
        if (plan.tls().isPresent()) {
            trials.add(new Trial(
                    plan.with(plan.proxyHeader(), Optional.empty()),
                    server -> setting(server, "check-ssl")
                            .map(ssl -> Action.replace(
                                    "check without TLS, which this port does not speak",
                                    ssl.origin(),
                                    LineEditor.without(ssl.text(), "check-ssl")))
                            .or(() -> setting(server, "ssl")
                                    .map(ssl -> Action.replace(
                                            "speak no TLS to this server, neither for clients nor for checks",
                                            ssl.origin(),
                                            LineEditor.without(ssl.text(), "ssl"))))));
        }
        return this;
    }

    Trials proxyHeader() {
        if (plan.proxyHeader() == ProxyHeader.NONE) {
            trials.add(new Trial(
                    plan.with(ProxyHeader.VERSION_1, plan.tls()),
                    onServerLine(
                            "send the PROXY header that the server waits for",
                            line -> LineEditor.with(
                                    line, hasOwnPort() ? "send-proxy check-send-proxy" : "send-proxy"))));
        }
        return this;
    }

    /** The certificate's own name in the place of the one that it does not bear. */
    Trials certificateName(Optional<ProbeResult.Certificate> certificate) {
        if (plan.tls().isPresent() && plan.tls().get().name().isPresent()) {
            ProbePlan.TlsPlan tls = plan.tls().get();
            String keyword = tls.sni().isPresent() ? "check-sni" : "verifyhost";
            for (String name : certificate.map(ProbeResult.Certificate::names).orElse(List.of())) {
                if (name.matches("[A-Za-z0-9.-]+")) {
                    trials.add(new Trial(
                            plan.with(
                                    plan.proxyHeader(),
                                    Optional.of(new ProbePlan.TlsPlan(
                                            tls.verify(),
                                            tls.caFile(),
                                            tls.sni().map(old -> name),
                                            Optional.of(name),
                                            tls.alpn(),
                                            tls.identity()))),
                            server -> setting(server, keyword)
                                    .map(old -> Action.replace(
                                            "expect the name that the certificate bears, if it is this server's",
                                            old.origin(),
                                            LineEditor.with(old.text(), keyword, name)))));
                }
            }
        }
        return this;
    }

    /** GET where the check says OPTIONS or HEAD, and the pages where applications tell their health. */
    Trials requests() {
        Optional<CheckStep.HttpSend> request = plan.method().flatMap(CheckMethod::request);
        if (request.isPresent()) {
            List<String> pages = Stream.concat(
                            request.get().method().equals("GET")
                                    ? Stream.empty()
                                    : Stream.of(request.get().uri()),
                            HEALTH_PAGES.stream()
                                    .filter(page -> !page.equals(request.get().uri())))
                    .toList();
            for (String page : pages) {
                trials.add(new Trial(
                        withRequest(request.get(), "GET", page, request.get().headers()),
                        server -> server.proxy().flatMap(proxy -> CheckEdits.request(proxy, "GET", page))));
            }
        }
        return this;
    }

    /** A Host header, where the configuration itself knows a name. */
    Trials host() {
        Optional<CheckStep.HttpSend> request = plan.method().flatMap(CheckMethod::request);
        Optional<String> name = facts.configured()
                .flatMap(known -> known.keywords()
                        .value("check-sni")
                        .or(() -> Optional.of(known.address())
                                .filter(address -> address.family() == ServerAddress.Family.NAME)
                                .map(ServerAddress::host)));
        if (request.isPresent() && name.isPresent() && !hasHost(request.get())) {
            List<CheckStep.Header> headers = new ArrayList<>(request.get().headers());
            headers.add(new CheckStep.Header("Host", name.get()));
            trials.add(new Trial(
                    withRequest(
                            request.get(), request.get().method(), request.get().uri(), headers),
                    server -> server.proxy().flatMap(proxy -> CheckEdits.host(proxy, name.get()))));
        }
        return this;
    }

    /** Another expectation: the status alone. */
    Trials statusIn(String range, String why) {
        if (plan.method().isPresent() && plan.method().get().kind() == CheckMethod.Kind.HTTP) {
            plan.method().get().finalExpectations().stream().findFirst().ifPresent(rule -> {
                String text = "http-check expect status " + range;
                List<CheckStep> steps = plan.method().get().steps().stream()
                        .map(step -> step == rule
                                ? new CheckStep.Expect(rule.origin(), false, "status", List.of(range), text)
                                : step)
                        .toList();
                trials.add(new Trial(
                        plan.withMethod(plan.method().get().with(steps)),
                        server -> Optional.of(CheckEdits.replace(why, rule.origin(), text))));
            });
        }
        return this;
    }

    /** Another protocol. */
    Trials option(CheckMethod.Kind kind, String why, String... arguments) {
        List<String> words = List.of(arguments);
        List<CheckStep> steps = new ArrayList<>();
        facts.proxy().flatMap(proxy -> proxy.check().origin()).ifPresent(origin -> {
            if (kind == CheckMethod.Kind.HTTP) {
                steps.add(new CheckStep.HttpSend(
                        origin, words.get(0), words.get(1), "HTTP/1.0", List.of(), Optional.empty(), false));
            }
            CheckMethod method = CheckMethod.of(kind, Optional.of(origin), words, steps);
            trials.add(new Trial(
                    plan.withMethod(method),
                    server -> server.proxy()
                            .flatMap(proxy -> proxy.check().origin())
                            .map(line -> CheckEdits.replace(
                                    why, line, ("option " + kind.option() + " " + String.join(" ", words)).strip()))));
        });
        return this;
    }

    static boolean hasHost(CheckStep.HttpSend request) {
        return request.headers().stream().anyMatch(header -> header.name().equalsIgnoreCase("host"));
    }

    private boolean hasOwnPort() {
        return facts.configured()
                .map(Server::keywords)
                .filter(keywords -> keywords.has("port") || keywords.has("addr"))
                .isPresent();
    }

    private ProbePlan withRequest(CheckStep.HttpSend old, String method, String page, List<CheckStep.Header> headers) {
        CheckStep.HttpSend changed = old.with(method, page, headers);
        CheckMethod check = plan.method().orElseThrow();
        return plan.withMethod(check.with(
                check.steps().stream().map(step -> step == old ? changed : step).toList()));
    }

    static Function<ServerFacts, Optional<Action>> onServerLine(String why, UnaryOperator<String> edit) {
        return server ->
                server.configured().map(known -> Action.replace(why, known.origin(), edit.apply(known.text())));
    }

    private static Optional<Setting> setting(ServerFacts server, String keyword) {
        return server.configured().flatMap(known -> known.keywords().get(keyword));
    }
}
