package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.probe.Cause;
import io.github.haproxyexporter.probe.ProbeResult;
import io.github.haproxyexporter.probe.Texts;
import io.github.haproxyexporter.stats.CheckStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what speaks for a cause, each a clause. */
final class Evidence {
    private Evidence() {}

    static List<String> of(
            ServerView server,
            Cause cause,
            Optional<ProbeResult> probe,
            Optional<Proxy> proxy,
            Optional<Server> configured) {
        List<String> evidence = new ArrayList<>();
        haproxy(server).ifPresent(evidence::add);
        if (server.unresolved()) {
            evidence.add("HAProxy: the server is kept out because its name had no address");
        }
        if (!server.agent().status().isEmpty()) {
            evidence.add("agent: " + server.agent().status() + text(server.agent()));
        }
        probe.ifPresent(result -> here(server, cause, result, evidence));
        if (proxy.isPresent() && proxy.get().check().lostRequest().isPresent()) {
            evidence.add("the http-check rules of this backend displace the request of 'option httpchk' at "
                    + proxy.get().check().lostRequest().get()
                    + (proxy.get().check().request().isEmpty() ? ": nothing is sent" : ""));
        }
        configured
                .filter(known -> known.check().port().isPresent()
                        && known.address().port().isPresent()
                        && known.check().port().getAsInt()
                                != known.address().port().getAsInt())
                .ifPresent(known -> evidence.add(
                        "the check goes to port " + known.check().port().getAsInt() + ", clients to port "
                                + known.address().port().getAsInt()));
        return evidence;
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

    static String description(ServerView.CheckView check) {
        return check.description().isEmpty()
                ? CheckStatus.parse(check.status())
                        .map(CheckStatus::description)
                        .orElse("")
                : check.description();
    }

    private static String text(ServerView.CheckView check) {
        return check.text().isEmpty() ? "" : " (" + Texts.printable(check.text()) + ")";
    }

    private static void here(ServerView server, Cause cause, ProbeResult probe, List<String> evidence) {
        evidence.add("from here: " + probe.summary());
        probe.certificate()
                .filter(certificate -> cause.label().startsWith("certificate"))
                .ifPresent(certificate -> evidence.add("certificate: " + certificate.subject() + ", issued by "
                        + certificate.issuer() + ", valid from " + certificate.notBefore() + " until "
                        + certificate.notAfter()));
        probe.location().ifPresent(location -> evidence.add("redirect to " + location));
        probe.firstLine().ifPresent(line -> evidence.add("the answer begins: " + line));
        if (server.downByAgent() && probe.passed()) {
            evidence.add("asked from here, the agent does not say so (any more)");
        }
        boolean aboutTheCheck = !server.downByAgent() && server.tracked().isEmpty();
        if (!aboutTheCheck || probe.failure().filter(Cause.UNKNOWN::equals).isPresent()) {
            return;
        }
        if (probe.passed() && !probe.whole()) {
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
