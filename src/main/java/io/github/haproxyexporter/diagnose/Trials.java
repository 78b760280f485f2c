package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import io.github.haproxyexporter.lint.LineEditor;
import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.probe.ProxyHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/** The checks that are worth a try in the place of one that fails. */
final class Trials {
    /** Where applications usually tell their health. */
    private static final List<String> HEALTH_PAGES = List.of("/health", "/healthz", "/");

    /**
     * A check that is not HAProxy's but might be.
     *
     * @param plan the changed check
     * @param edit the change of the configuration that makes it HAProxy's, for each server of a group; empty where the line is not
     *     known
     */
    record Trial(ProbePlan plan, Function<ServerFacts, Optional<Action>> edit) {}

    private final ServerFacts facts;
    private final ProbePlan plan;
    private final String why;
    private final List<Trial> trials = new ArrayList<>();

    /**
     * Trials for one server.
     *
     * @param why what a changed expectation or protocol is for
     */
    Trials(ServerFacts facts, ProbePlan plan, String why) {
        this.facts = facts;
        this.plan = plan;
        this.why = why;
    }

    /** The trials of these names in the table of advice, the most likely first. */
    List<Trial> named(String names) {
        for (String name : names.split(", ", -1)) {
            List<String> words = List.of(name.split(" ", -1));
            switch (words.get(0)) {
                case "own_port" -> ownPort();
                case "proxy_header" -> proxyHeader();
                case "tls" -> tls();
                case "plain" -> plain();
                case "certificate_name" -> certificateName();
                case "host" -> host();
                case "requests" -> requests();
                case "status" -> status(words.get(1));
                default -> option(words.get(0), words.subList(1, words.size()));
            }
        }
        return List.copyOf(trials);
    }

    /** The clients' own port in the place of one of the check's. */
    private void ownPort() {
        OptionalInt own = facts.view().address().map(ServerAddress::parse).stream()
                .map(ServerAddress::port)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .or(() -> facts.configured().map(known -> known.address().port()))
                .orElse(OptionalInt.empty());
        if (own.isPresent() && own.getAsInt() != plan.port()) {
            trials.add(new Trial(
                    plan.withPort(own.getAsInt()),
                    server -> CheckEdits.onSettingsLine(
                            server,
                            "port",
                            "check the port that clients use",
                            line -> LineEditor.without(line, "port"))));
        }
    }

    /** TLS in the check, with a certificate that the system trusts, or without a look at it. */
    private void tls() {
        if (plan.tls().isEmpty()) {
            if (configures("verify")) {
                tls("check-ssl", false, "let the check speak TLS");
            } else {
                tls("check-ssl verify required ca-file @system-ca", true, "let the check speak TLS");
                tls(
                        "check-ssl verify none",
                        false,
                        "let the check speak TLS; no authority that this system knows vouches for the certificate");
            }
        }
    }

    private void tls(String words, boolean verify, String reason) {
        ProbePlan.TlsPlan tls = new ProbePlan.TlsPlan(
                verify,
                verify ? Optional.of("@system-ca") : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        trials.add(new Trial(
                plan.with(plan.proxyHeader(), Optional.of(tls)),
                server -> CheckEdits.onServerLine(server, reason, line -> LineEditor.with(line, words))));
    }

    /** No TLS in the check. */
    private void plain() {
        if (plan.tls().isPresent()) {
            trials.add(new Trial(
                    plan.with(plan.proxyHeader(), Optional.empty()),
                    server -> CheckEdits.onSettingsLine(
                                    server,
                                    "check-ssl",
                                    "check without TLS, which this port does not speak",
                                    line -> LineEditor.without(line, "check-ssl"))
                            .or(() -> CheckEdits.onSettingsLine(
                                    server,
                                    "ssl",
                                    "speak no TLS to this server, neither for clients nor for checks",
                                    line -> LineEditor.without(line, "ssl")))));
        }
    }

    private void proxyHeader() {
        if (plan.proxyHeader() == ProxyHeader.NONE) {
            String words = configures("port") || configures("addr") ? "send-proxy check-send-proxy" : "send-proxy";
            trials.add(new Trial(
                    plan.with(ProxyHeader.VERSION_1, plan.tls()),
                    server -> CheckEdits.onServerLine(
                            server,
                            "send the PROXY header that the server waits for",
                            line -> LineEditor.with(line, words))));
        }
    }

    /** The certificate's own name in the place of the one that it does not bear. */
    private void certificateName() {
        Optional<ProbePlan.TlsPlan> tls =
                plan.tls().filter(known -> known.name().isPresent());
        if (tls.isEmpty()) {
            return;
        }
        String keyword = tls.get().sni().isPresent() ? "check-sni" : "verifyhost";
        facts.probe().flatMap(ProbeResult::certificate).stream()
                .flatMap(certificate -> certificate.names().stream())
                .filter(name -> name.matches("[A-Za-z0-9.-]+"))
                .forEach(name -> trials.add(new Trial(
                        plan.with(plan.proxyHeader(), tls.map(known -> known.named(name))),
                        server -> CheckEdits.onSettingsLine(
                                server,
                                keyword,
                                "expect the name that the certificate bears, if it is this server's",
                                line -> LineEditor.with(line, keyword, name)))));
    }

    /** GET where the check says OPTIONS or HEAD, and the pages where applications tell their health. */
    private void requests() {
        plan.method().flatMap(CheckMethod::request).ifPresent(request -> {
            Stream<String> same = request.method().equals("GET") ? Stream.empty() : Stream.of(request.uri());
            Stream.concat(same, HEALTH_PAGES.stream().filter(page -> !page.equals(request.uri())))
                    .forEach(page -> trials.add(new Trial(
                            with(request, request.with("GET", page, request.headers())),
                            server -> server.proxy().flatMap(proxy -> CheckEdits.request(proxy, "GET", page)))));
        });
    }

    /** A Host header, where the configuration itself knows a name. */
    private void host() {
        Optional<CheckStep.HttpSend> request = plan.method().flatMap(CheckMethod::request);
        Optional<String> name = facts.configured()
                .flatMap(known -> known.keywords()
                        .value("check-sni")
                        .or(() -> Optional.of(known.address())
                                .filter(address -> address.family() == ServerAddress.Family.NAME)
                                .map(ServerAddress::host)));
        if (request.isPresent() && name.isPresent() && !hasHost(request.get())) {
            CheckStep.HttpSend old = request.get();
            List<CheckStep.Header> headers = new ArrayList<>(old.headers());
            headers.add(new CheckStep.Header("Host", name.get()));
            trials.add(new Trial(
                    with(old, old.with(old.method(), old.uri(), headers)),
                    server -> server.proxy().flatMap(proxy -> CheckEdits.host(proxy, name.get()))));
        }
    }

    /** Another expectation: the status alone. */
    private void status(String range) {
        plan.method()
                .filter(method -> method.kind() == CheckMethod.Kind.HTTP)
                .flatMap(method -> method.finalExpectations().stream().findFirst())
                .ifPresent(rule -> {
                    String text = "http-check expect status " + range;
                    trials.add(new Trial(
                            with(rule, new CheckStep.Expect(rule.origin(), false, "status", List.of(range), text)),
                            server -> Optional.of(CheckEdits.replace(why, rule.origin(), text))));
                });
    }

    /** Another protocol. */
    private void option(String option, List<String> words) {
        CheckMethod.Kind kind = CheckMethod.Kind.ofOption(option).orElseThrow();
        facts.proxy().flatMap(proxy -> proxy.check().origin()).ifPresent(origin -> {
            List<CheckStep> steps = kind == CheckMethod.Kind.HTTP
                    ? List.of(new CheckStep.HttpSend(
                            origin, words.get(0), words.get(1), "HTTP/1.0", List.of(), Optional.empty(), false))
                    : List.of();
            String line = String.join(
                    " ",
                    Stream.concat(Stream.of("option", option), words.stream()).toList());
            trials.add(new Trial(
                    plan.withMethod(CheckMethod.of(kind, Optional.of(origin), words, steps)),
                    server -> server.proxy()
                            .flatMap(proxy -> proxy.check().origin())
                            .map(at -> CheckEdits.replace(why, at, line))));
        });
    }

    static boolean hasHost(CheckStep.HttpSend request) {
        return request.headers().stream().anyMatch(header -> header.name().equalsIgnoreCase("host"));
    }

    private boolean configures(String keyword) {
        return facts.configured().filter(known -> known.keywords().has(keyword)).isPresent();
    }

    /** The plan with another step in the place of one of its method's. */
    private ProbePlan with(CheckStep old, CheckStep changed) {
        CheckMethod check = plan.method().orElseThrow();
        return plan.withMethod(check.with(
                check.steps().stream().map(step -> step == old ? changed : step).toList()));
    }
}
