package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.Origin;
import io.github.haproxyexporter.probe.PlanMaker;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.probe.Texts;
import io.github.haproxyexporter.stats.AdminStates.Admin;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.CheckStatus;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerView;
import io.github.haproxyexporter.stats.StatView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what speaks for a cause, each a clause. The steps of the repeated check speak for themselves. */
final class Evidence {
    private Evidence() {}

    static List<String> of(ServerFacts facts, Cause cause, StatView stats, Sources sources) {
        ServerView server = facts.view();
        List<String> evidence = new ArrayList<>();
        haproxy(server).ifPresent(evidence::add);
        if (server.unresolved()) {
            evidence.add("HAProxy: the server is kept out because its name had no address");
        }
        if (!server.agent().status().isEmpty()) {
            evidence.add("agent: " + server.agent().status() + text(server.agent()));
        }
        if (server.state() == ServerState.DOWN
                && facts.admin().filter(Admin::drains).isPresent()) {
            evidence.add("it was drained as well: once its checks pass it still gets no new clients");
        }
        facts.probe().ifPresent(result -> here(facts, cause, result, evidence));
        server.tracked()
                .flatMap(stats::server)
                .ifPresent(followed -> evidence.add("it follows " + followed.name() + ", which is " + followed.status()
                        + (followed.check().status().isEmpty() ? "" : ": " + description(followed.check()))));
        configuration(facts, sources, evidence);
        return evidence;
    }

    private static void configuration(ServerFacts facts, Sources sources, List<String> evidence) {
        Optional<Origin> lost = facts.proxy().flatMap(known -> known.check().lostRequest());
        lost.ifPresent(
                option -> evidence.add("the http-check rules of this backend displace the request of 'option httpchk'"
                        + " at " + option
                        + (facts.proxy().get().check().request().isEmpty() ? ": nothing is sent" : "")));
        facts.configured()
                .filter(known -> known.check().port().isPresent()
                        && known.address().port().isPresent()
                        && known.check().port().getAsInt()
                                != known.address().port().getAsInt())
                .ifPresent(known -> evidence.add(
                        "the check goes to port " + known.check().port().getAsInt() + ", clients to port "
                                + known.address().port().getAsInt()));
        if (sources.probing()
                && facts.view().state() == ServerState.DOWN
                && facts.plan().isEmpty()
                && facts.view().tracked().isEmpty()
                && facts.configured().isPresent()) {
            evidence.add("the check is not repeated from here: "
                    + PlanMaker.obstacle(facts.proxy().get(), facts.configured().get()));
        } else if (sources.probing()
                && facts.plan().isPresent()
                && facts.probe().isEmpty()) {
            evidence.add("the check from here did not end in time");
        }
    }

    private static Optional<String> haproxy(ServerView server) {
        ServerView.CheckView check = server.check();
        if (check.status().isEmpty()) {
            return Optional.empty();
        }
        StringBuilder said = new StringBuilder("HAProxy: ").append(check.status());
        said.append(" (").append(description(check)).append("), ").append(CheckMeaning.of(check.status()));
        check.code().ifPresent(code -> said.append("; code ").append(code));
        check.durationMillis()
                .ifPresent(millis -> said.append("; after ").append(millis).append(" ms"));
        String text = check.text().isEmpty() ? "" : "; last text: " + Texts.printable(check.text());
        return Optional.of(said + text);
    }

    private static String description(ServerView.CheckView check) {
        return check.description().isEmpty()
                ? CheckStatus.parse(check.status())
                        .map(CheckStatus::description)
                        .orElse("")
                : Texts.printable(check.description());
    }

    private static String text(ServerView.CheckView check) {
        return check.text().isEmpty() ? "" : " (" + Texts.printable(check.text()) + ")";
    }

    private static void here(ServerFacts facts, Cause cause, ProbeResult probe, List<String> evidence) {
        probe.certificate()
                .filter(certificate -> cause == Cause.CERTIFICATE_EXPIRED || cause == Cause.CERTIFICATE_UNTRUSTED)
                .ifPresent(certificate -> evidence.add("certificate: " + certificate.subject() + ", issued by "
                        + certificate.issuer() + ", valid from " + certificate.notBefore() + " until "
                        + certificate.notAfter()));
        probe.location().ifPresent(location -> evidence.add("redirect to " + location));
        probe.firstLine().ifPresent(line -> evidence.add("the answer begins: " + line));
        if (cause == Cause.WRONG_CONTENT) {
            facts.plan()
                    .flatMap(plan -> plan.method())
                    .flatMap(method -> method.finalExpectations().stream().findFirst())
                    .filter(rule ->
                            rule.match().equals("string") && !rule.pattern().isEmpty())
                    .map(CheckStep.Expect::pattern)
                    .ifPresent(pattern -> evidence.add("HAProxy searches for " + Texts.printable(pattern.get(0))
                            + " (quotes around it in the configuration are not searched for)"));
        }
        if (facts.agentRules()) {
            if (cause == Cause.AGENT_DOWN && probe.passed()) {
                evidence.add("asked from here, the agent does not say so (any more)");
            }
            return;
        }
        boolean haproxyPasses = facts.view().check().passed();
        if (probe.lateMillis().isPresent() && haproxyPasses) {
            evidence.add(
                    "HAProxy's check passes though the answer comes later than 'timeout check': some releases of 2.6"
                            + " let it, later ones do not");
        } else if (haproxyPasses
                || probe.failure().filter(Cause.UNKNOWN::equals).isPresent()) {
            return;
        } else if (probe.passed() && !probe.whole()) {
            evidence.add("what could be repeated of the check passes from here; what could not may be what fails");
        } else if (probe.passed()) {
            evidence.add(
                    "HAProxy's check fails and the same check from here passes: look at the way between HAProxy and"
                            + " the server (addresses, firewalls, namespaces), or it has just recovered");
        } else if (probe.failure().filter(cause::equals).isEmpty()) {
            evidence.add(
                    "HAProxy saw something else than the check from here: the two take different ways, or the server"
                            + " has changed since");
        }
    }
}
