package io.github.haproxyexporter.diagnose.probe;

import io.github.haproxyexporter.diagnose.cause.Cause;
import io.github.haproxyexporter.diagnose.config.CheckMethod;
import io.github.haproxyexporter.diagnose.config.CheckStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is said once the connection stands: the request of the check, and its verdict on the answer. */
final class Dialogue {
    private static final Pattern SMTP_OK = Pattern.compile("(?s)2\\d\\d[ -].*");
    private static final int TLS_ALERT = 0x15;

    private final Connection connection;
    private final List<String> notes;
    private Optional<HttpAnswer> http = Optional.empty();
    private Optional<String> firstLine = Optional.empty();

    Dialogue(Connection connection, List<String> notes) {
        this.connection = connection;
        this.notes = notes;
    }

    Optional<HttpAnswer> http() {
        return http;
    }

    Optional<String> firstLine() {
        return firstLine;
    }

    /** Whether the whole dialogue of this method can be repeated. */
    static boolean knows(CheckMethod method) {
        return switch (method.kind()) {
            case HTTP, TCP_STEPS, SMTP, REDIS, CONNECT -> true;
            default -> false;
        };
    }

    /** Speaks as the method says; returns a clause about the answer. */
    String speak(CheckMethod method) throws ProbeFailure {
        return switch (method.kind()) {
            case HTTP -> http(method);
            case TCP_STEPS -> steps(method.steps());
            case SMTP -> smtp(method.arguments());
            case REDIS -> exchange("*1\r\n$4\r\nPING\r\n", "+PONG");
            case CONNECT -> "the connection is all that this check asks for";
            default -> {
                notes.add("the dialogue of option " + method.kind().option() + " is not repeated, only the connection");
                yield "connected";
            }
        };
    }

    private String http(CheckMethod method) throws ProbeFailure {
        Optional<CheckStep.HttpSend> request = method.request();
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
        List<CheckStep.Expect> rules = method.finalExpectations();
        boolean headIsEnough = rules.stream().allMatch(rule -> rule.match().endsWith("status"));
        byte[] bytes = connection.read(sofar -> HttpAnswer.isComplete(sofar, headIsEnough));
        HttpAnswer answer = httpAnswer(bytes);
        http = Optional.of(answer);
        firstLine = Optional.of(Texts.firstLine(answer.bodyText())).filter(line -> !line.isEmpty());
        String status =
                "HTTP " + answer.status() + (answer.reason().isEmpty() ? "" : " " + Texts.printable(answer.reason()));
        if (method.disableOn404() && answer.status() == 404) {
            return status + ", which only takes the server out of load balancing";
        }
        judge(rules, answer, status);
        return status;
    }

    private void judge(List<CheckStep.Expect> rules, HttpAnswer answer, String status) throws ProbeFailure {
        if (rules.isEmpty() && !Expectation.statusIn("200-399", answer.status())) {
            throw new ProbeFailure(Cause.WRONG_STATUS, status + ", where the check expects 2xx or 3xx");
        }
        for (CheckStep.Expect rule : rules) {
            Optional<Boolean> fulfilled = Expectation.fulfilled(rule, answer);
            if (fulfilled.isEmpty()) {
                notes.add("only HAProxy can judge '" + Texts.printable(rule.text()) + "'");
            } else if (!fulfilled.get()) {
                throw new ProbeFailure(
                        Expectation.causeOf(rule), status + ", against '" + Texts.printable(rule.text()) + "'");
            }
        }
    }

    private HttpAnswer httpAnswer(byte[] bytes) throws ProbeFailure {
        Optional<HttpAnswer> answer = HttpAnswer.parse(bytes);
        if (answer.isPresent()) {
            return answer.get();
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
        firstLine = Optional.of(Texts.firstLine(bytes));
        if (new String(bytes, StandardCharsets.ISO_8859_1).startsWith("HTTP/")) {
            throw connection.ended()
                    ? new ProbeFailure(Cause.WRONG_PROTOCOL, "the answer breaks off within its headers")
                    : new ProbeFailure(Cause.CHECK_TIMEOUT, "the answer's headers do not end in time");
        }
        throw new ProbeFailure(Cause.WRONG_PROTOCOL, "the answer is not HTTP: '" + firstLine.get() + "'");
    }

    private String steps(List<CheckStep> steps) throws ProbeFailure {
        List<String> done = new ArrayList<>();
        int connections = 0;
        for (CheckStep step : steps) {
            if (step instanceof CheckStep.Connect && ++connections > 1) {
                notes.add("the check goes on with further connections; only the first is repeated");
                break;
            } else if (step instanceof CheckStep.SendData data) {
                if (data.computed()) {
                    notes.add("what '" + Texts.printable(data.data())
                            + "' becomes is known to HAProxy alone; sent as it is");
                }
                connection.send(
                        data.binary() ? bytesOf(data.data()) : data.data().getBytes(StandardCharsets.UTF_8));
                done.add("sent");
            } else if (step instanceof CheckStep.Expect rule) {
                done.add(expect(rule));
            }
        }
        return done.isEmpty() ? "the connection is all that this check asks for" : String.join(", ", done);
    }

    private String expect(CheckStep.Expect rule) throws ProbeFailure {
        byte[] data = connection.read(bytes -> bytes.length > 0
                && (rule.negated() || Expectation.fulfilled(rule, bytes).orElse(true)));
        firstLine = Optional.of(Texts.firstLine(data)).filter(line -> !line.isEmpty());
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
                    "the server says '" + firstLine.orElse("") + "', against '" + Texts.printable(rule.text()) + "'");
        }
        return "as expected";
    }

    private String smtp(List<String> arguments) throws ProbeFailure {
        byte[] greeting = connection.read(bytes -> endsLine(bytes));
        firstLine = Optional.of(Texts.firstLine(greeting)).filter(line -> !line.isEmpty());
        requireSmtp(greeting);
        String hello = arguments.size() == 2 ? String.join(" ", arguments) : "HELO localhost";
        connection.send((hello + "\r\n").getBytes(StandardCharsets.US_ASCII));
        requireSmtp(connection.read(bytes -> endsLine(bytes)));
        connection.send("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
        return "greeted by SMTP";
    }

    private void requireSmtp(byte[] bytes) throws ProbeFailure {
        if (bytes.length == 0) {
            throw connection.ended()
                    ? new ProbeFailure(Cause.EMPTY_REPLY, "the server closed the connection without a greeting")
                    : new ProbeFailure(Cause.CHECK_TIMEOUT, "no SMTP greeting in time");
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!SMTP_OK.matcher(text).matches()) {
            boolean smtp = text.matches("(?s)\\d{3}[ -].*");
            throw new ProbeFailure(
                    smtp ? Cause.WRONG_STATUS : Cause.WRONG_PROTOCOL,
                    "the server says '" + Texts.firstLine(bytes) + "', where SMTP says 2xx");
        }
    }

    private String exchange(String request, String expected) throws ProbeFailure {
        connection.send(request.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = connection.read(bytes -> endsLine(bytes));
        firstLine = Optional.of(Texts.firstLine(answer)).filter(line -> !line.isEmpty());
        if (answer.length == 0) {
            throw connection.ended()
                    ? new ProbeFailure(Cause.EMPTY_REPLY, "the server closed the connection without an answer")
                    : new ProbeFailure(Cause.CHECK_TIMEOUT, "no answer in time");
        }
        if (!new String(answer, StandardCharsets.ISO_8859_1).startsWith(expected)) {
            throw new ProbeFailure(
                    Cause.WRONG_CONTENT,
                    "the server says '" + firstLine.orElse("") + "', where '" + expected + "' is expected");
        }
        return "answered " + expected;
    }

    private static boolean endsLine(byte[] bytes) {
        return bytes.length > 0 && bytes[bytes.length - 1] == '\n';
    }

    private static byte[] bytesOf(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.max(
                    0, Character.digit(hex.charAt(2 * i), 16) * 16 + Character.digit(hex.charAt(2 * i + 1), 16));
        }
        return bytes;
    }
}
