package io.github.haproxyexporter.diagnose.probe;

import io.github.haproxyexporter.diagnose.cause.Cause;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Repeats one check, step by step. */
public final class Prober {
    private final ProbePlan plan;
    private final List<ProbeResult.Step> steps = new ArrayList<>();
    private final List<String> notes;
    private Optional<TlsLayer> tls = Optional.empty();
    private Optional<Dialogue> dialogue = Optional.empty();

    private Prober(ProbePlan plan) {
        this.plan = plan;
        this.notes = new ArrayList<>(plan.notes());
    }

    /** Connects and speaks as the plan says. It takes no longer than the plan's time-outs and, for a name, the resolver. */
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
            InetAddress address = isLiteral(plan.host())
                    ? Connection.resolve(plan.host())
                    : step("resolve", () -> Connection.resolve(plan.host()));
            try (Connection connection = step("connect", () -> Connection.open(address, plan))) {
                String answer = converse(connection);
                return result(Optional.empty(), "the check passes from here: " + answer);
            }
        } catch (ProbeFailure e) {
            return result(Optional.of(e.reason()), e.text());
        }
    }

    private String converse(Connection connection) throws ProbeFailure {
        if (plan.proxyHeader() != ProxyHeader.NONE) {
            connection.send(plan.proxyHeader().bytes());
        }
        if (plan.tls().isPresent()) {
            TlsLayer layer = new TlsLayer(plan.tls().get());
            tls = Optional.of(layer);
            step("tls", () -> {
                layer.handshake(connection, plan);
                return layer.certificate()
                        .map(certificate -> certificate.subject() + ", valid until " + certificate.notAfter())
                        .orElse("");
            });
        }
        if (plan.method().isEmpty()) {
            return "connected";
        }
        Dialogue talk = new Dialogue(connection, notes);
        dialogue = Optional.of(talk);
        return step("answer", () -> talk.speak(plan.method().get()));
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
        Optional<HttpAnswer> http = dialogue.flatMap(Dialogue::http);
        return new ProbeResult(
                plan.target(),
                steps,
                plan.method().map(Dialogue::knows).orElse(false),
                failure,
                summary,
                http.isPresent() ? OptionalInt.of(http.get().status()) : OptionalInt.empty(),
                http.flatMap(answer -> answer.header("location")).map(Texts::printable),
                dialogue.flatMap(Dialogue::firstLine),
                tls.flatMap(TlsLayer::certificate),
                notes);
    }

    private static boolean isLiteral(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
