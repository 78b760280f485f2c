package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.stats.Cause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Follows the {@code http-check} or {@code tcp-check} rules of one connection, and judges the answers by them. */
final class StepDialogue {
    private static final int TLS_ALERT = 0x15;

    private final Connection connection;
    private final CheckMethod method;
    private final Answer answer;
    private final List<String> notes;
    /** What came since something was sent: rules that follow each other judge the same bytes. */
    private byte[] received = new byte[0];

    StepDialogue(Connection connection, CheckMethod method, Answer answer, List<String> notes) {
        this.connection = connection;
        this.method = method;
        this.answer = answer;
        this.notes = notes;
    }

    /**
     * Speaks as these rules say; returns a clause about the answer.
     *
     * @param last whether these are the check's last rules, after which HTTP must have been judged
     */
    String speak(List<CheckStep> rules, boolean last) throws ProbeFailure {
        return method.kind() == CheckMethod.Kind.HTTP ? http(rules, last) : tcp(rules);
    }

    private String http(List<CheckStep> rules, boolean last) throws ProbeFailure {
        Optional<CheckStep.HttpSend> request =
                CheckStep.only(CheckStep.HttpSend.class, rules).stream().findFirst();
        if (request.isEmpty()) {
            byte[] unasked = connection.read(bytes -> bytes.length > 0);
            throw new ProbeFailure(
                    unasked.length == 0 && !connection.ended() ? Cause.CHECK_TIMEOUT : Cause.WRONG_PROTOCOL,
                    "this configuration sends no request, so no answer comes");
        }
        if (request.get().computed()) {
            notes.add("parts of the request that HAProxy computes are sent as they are written");
        }
        connection.send(HttpRequest.bytes(request.get()));
        List<CheckStep.Expect> expected = CheckStep.only(CheckStep.Expect.class, rules);
        if (expected.isEmpty() && !last) {
            return "asked, and no answer is awaited";
        }
        boolean headIsEnough = expected.stream().allMatch(rule -> rule.match().endsWith("status"));
        HttpAnswer head = httpAnswer(connection.read(sofar -> HttpAnswer.isComplete(sofar, headIsEnough)));
        answer.is(head);
        String status = "HTTP " + head.status() + (head.reason().isEmpty() ? "" : " " + Texts.printable(head.reason()));
        if (last && method.disableOn404() && head.status() == 404) {
            return status + ", which only takes the server out of load balancing";
        }
        judge(expected, head, status);
        return status;
    }

    private void judge(List<CheckStep.Expect> rules, HttpAnswer head, String status) throws ProbeFailure {
        if (rules.isEmpty() && !CheckStep.Expect.listed("200-399", head.status())) {
            throw new ProbeFailure(Cause.WRONG_STATUS, status + ", where the check expects 2xx or 3xx");
        }
        for (CheckStep.Expect rule : rules) {
            Optional<Boolean> fulfilled = Expectation.fulfilled(rule, head);
            if (fulfilled.isEmpty()) {
                notes.add("only HAProxy can judge '" + Texts.printable(rule.text()) + "'");
            } else if (!fulfilled.get()) {
                throw new ProbeFailure(
                        Expectation.causeOf(rule), status + ", against '" + Texts.printable(rule.text()) + "'");
            }
        }
    }

    private HttpAnswer httpAnswer(byte[] bytes) throws ProbeFailure {
        Optional<HttpAnswer> parsed = HttpAnswer.parse(bytes);
        if (parsed.isPresent()) {
            return parsed.get();
        }
        if (bytes.length == 0) {
            throw connection.ended()
                    ? new ProbeFailure(Cause.EMPTY_REPLY, "the server closed the connection without an answer")
                    : new ProbeFailure(Cause.CHECK_TIMEOUT, "no answer to the request in time");
        }
        if (bytes[0] == TLS_ALERT && bytes.length > 1 && bytes[1] == 3) {
            throw new ProbeFailure(
                    Cause.WRONG_PROTOCOL, "the server speaks TLS on this port (it answered with a TLS alert)");
        }
        answer.is(bytes);
        if (new String(bytes, StandardCharsets.ISO_8859_1).startsWith("HTTP/")) {
            throw connection.ended()
                    ? new ProbeFailure(Cause.WRONG_PROTOCOL, "the answer breaks off within its headers")
                    : new ProbeFailure(Cause.CHECK_TIMEOUT, "the answer's headers do not end in time");
        }
        throw new ProbeFailure(
                Cause.WRONG_PROTOCOL,
                "the answer is not HTTP: '" + answer.firstLine().orElse("") + "'");
    }

    private String tcp(List<CheckStep> rules) throws ProbeFailure {
        List<String> done = new ArrayList<>();
        for (CheckStep step : rules) {
            if (step instanceof CheckStep.SendData data) {
                if (data.computed()) {
                    notes.add("what '" + Texts.printable(data.data())
                            + "' becomes is known to HAProxy alone; sent as it is");
                }
                connection.send(
                        data.binary()
                                ? HexFormat.of().parseHex(data.data())
                                : data.data().getBytes(StandardCharsets.UTF_8));
                received = new byte[0];
                done.add("sent");
            } else if (step instanceof CheckStep.Expect rule) {
                done.add(expect(rule));
            }
        }
        return done.isEmpty() ? "the connection is all that this check asks for" : String.join(", ", done);
    }

    private String expect(CheckStep.Expect rule) throws ProbeFailure {
        byte[] data = connection.read(
                received,
                bytes -> bytes.length > 0
                        && (rule.negated() || Expectation.fulfilled(rule, bytes).orElse(true)));
        received = data;
        answer.is(data);
        if (data.length == 0) {
            throw connection.ended()
                    ? new ProbeFailure(Cause.EMPTY_REPLY, "the server closed the connection without a word")
                    : new ProbeFailure(Cause.CHECK_TIMEOUT, "nothing came in time");
        }
        Optional<Boolean> fulfilled = Expectation.fulfilled(rule, data);
        if (fulfilled.isEmpty()) {
            notes.add("only HAProxy can judge '" + Texts.printable(rule.text()) + "'");
        } else if (!fulfilled.get()) {
            throw new ProbeFailure(
                    Cause.WRONG_CONTENT,
                    "the server says '" + answer.firstLine().orElse("") + "', against '" + Texts.printable(rule.text())
                            + "'");
        }
        return "as expected";
    }
}
