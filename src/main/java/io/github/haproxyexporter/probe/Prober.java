package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.stats.Cause;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Repeats one check, step by step. */
public final class Prober {
    private final ProbePlan plan;
    private final List<ProbeResult.Step> steps = new ArrayList<>();
    private final List<String> notes;
    private Optional<TlsLayer> tls = Optional.empty();
    private Answer answer = new Answer();
    private OptionalLong late = OptionalLong.empty();

    private Prober(ProbePlan plan) {
        this.plan = plan;
        this.notes = new ArrayList<>(plan.notes());
    }

    /** Connects and speaks as the plan says. It takes no longer than the plan's time-outs. */
    public static ProbeResult probe(ProbePlan plan) {
        return new Prober(plan).run();
    }

    /** One step of the check; what it returns is shown beside its time. */
    @FunctionalInterface
    private interface Action<T> {
        T perform() throws ProbeFailure;
    }

    private ProbeResult run() {
        try {
            return result(Optional.empty(), "the check passes from here: " + converse());
        } catch (ProbeFailure e) {
            return result(Optional.of(e.reason()), e.text());
        } catch (RuntimeException e) {
            // What a server answers may be anything; a mistake of ours about it must not cost the other servers theirs.
            return result(
                    Optional.of(Cause.UNKNOWN),
                    "the check could not be repeated: " + Texts.printable(String.valueOf(e)));
        }
    }

    private String converse() throws ProbeFailure {
        if (plan.method().isEmpty()) {
            return over(plan, connection -> "connected");
        }
        CheckMethod method = plan.method().get();
        if (method.steps().isEmpty()) {
            return over(plan, connection -> new FixedDialogue(connection, answer, notes).speak(method));
        }
        String said = "";
        List<List<CheckStep>> connections = method.connections();
        for (int i = 0; i < connections.size() && i <= plan.further().size(); i++) {
            List<CheckStep> rules = connections.get(i);
            boolean last = i == connections.size() - 1;
            said = over(
                    i == 0 ? plan : plan.further().get(i - 1),
                    connection -> new StepDialogue(connection, method, answer, notes).speak(rules, last));
        }
        return said;
    }

    /** What is said over one connection; returns a clause about the answer. */
    @FunctionalInterface
    private interface Talk {
        String speak(Connection connection) throws ProbeFailure;
    }

    private String over(ProbePlan target, Talk talk) throws ProbeFailure {
        InetAddress address = isLiteral(target.host())
                ? Connection.resolve(target.host(), target.connectTimeout())
                : step("resolve", () -> Connection.resolve(target.host(), target.connectTimeout()));
        Optional<TlsLayer> security = target.tls().isEmpty()
                ? Optional.empty()
                : Optional.of(TlsLayer.prepare(target.tls().get(), notes));
        try (Connection connection = step("connect", () -> Connection.open(address, target))) {
            connection.send(target.proxyHeader());
            if (security.isPresent()) {
                TlsLayer layer = security.get();
                tls = security;
                step("tls", () -> {
                    layer.handshake(connection, target);
                    return layer.certificate()
                            .map(certificate -> certificate.subject() + ", valid until " + certificate.notAfter())
                            .orElse("");
                });
            }
            return plan.method().isEmpty()
                    ? talk.speak(connection)
                    : step("answer", () -> answer(connection, talk, security));
        }
    }

    private String answer(Connection connection, Talk talk, Optional<TlsLayer> security) throws ProbeFailure {
        try {
            return talk.speak(connection);
        } catch (ProbeFailure e) {
            if (e.reason() == Cause.CHECK_TIMEOUT && answer.firstLine().isEmpty()) {
                // A slow server needs another remedy than one that never answers.
                late = connection.awaitLateAnswer();
                throw late.isEmpty()
                        ? e
                        : new ProbeFailure(
                                Cause.CHECK_TIMEOUT,
                                "the answer began after " + late.getAsLong() + " ms, which is too late");
            }
            boolean answered = answer.http().isPresent() || answer.firstLine().isPresent();
            throw answered ? e : security.flatMap(TlsLayer::wantsCertificate).orElse(e);
        }
    }

    private <T> T step(String name, Action<T> action) throws ProbeFailure {
        long start = System.nanoTime();
        try {
            T value = action.perform();
            String text = value instanceof InetAddress address
                    ? address.getHostAddress()
                    : value instanceof String said ? said : "";
            steps.add(new ProbeResult.Step(name, true, millisSince(start), text));
            return value;
        } catch (ProbeFailure e) {
            steps.add(new ProbeResult.Step(name, false, millisSince(start), e.text()));
            throw e;
        }
    }

    private ProbeResult result(Optional<Cause> failure, String summary) {
        Optional<HttpAnswer> http = answer.http();
        return new ProbeResult(
                plan.target(),
                steps,
                plan.whole() && notes.isEmpty(),
                failure,
                summary,
                http.isPresent() ? OptionalInt.of(http.get().status()) : OptionalInt.empty(),
                http.flatMap(head -> head.header("location")).map(Texts::printable),
                answer.firstLine(),
                tls.flatMap(TlsLayer::certificate),
                late,
                notes);
    }

    private static boolean isLiteral(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
