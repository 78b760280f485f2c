package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one {@code http-check} or {@code tcp-check} rule. Keywords of future releases are passed over, not refused. */
final class CheckRuleParser {
    private static final Set<String> EXPECT_OPTIONS = Set.of(
            "min-recv", "comment", "ok-status", "error-status", "tout-status", "on-success", "on-error", "status-code");

    private final Statement statement;
    private final List<String> words;
    private int at = 2;

    private CheckRuleParser(Statement statement) {
        this.statement = statement;
        this.words = statement.arguments(0);
    }

    /** The step that this rule adds; empty for rules that are settings rather than steps. */
    static Optional<CheckStep> parse(Statement statement) {
        return new CheckRuleParser(statement).step();
    }

    /** The request of an {@code http-check send} rule, open for merging. */
    static HttpRequestBuilder request(Statement statement) {
        return new CheckRuleParser(statement).httpRequest();
    }

    private Optional<CheckStep> step() {
        boolean http = statement.word(0).equals("http-check");
        return switch (statement.word(1)) {
            case "disable-on-404", "send-state" -> Optional.empty();
            case "connect" -> Optional.of(connect());
            case "send" -> Optional.of(http ? httpRequest().build() : sendData(false, false));
            case "send-lf" -> Optional.of(sendData(false, true));
            case "send-binary" -> Optional.of(sendData(true, false));
            case "send-binary-lf" -> Optional.of(sendData(true, true));
            case "expect" -> Optional.of(expect());
            default -> Optional.of(new CheckStep.Other(statement.origin(), statement.text()));
        };
    }

    private boolean more() {
        return at < words.size();
    }

    private String next() {
        return more() ? words.get(at++) : "";
    }

    private CheckStep connect() {
        Optional<String> port = Optional.empty();
        Optional<String> addr = Optional.empty();
        Optional<String> sni = Optional.empty();
        Optional<String> alpn = Optional.empty();
        boolean usesServerSettings = false;
        boolean ssl = false;
        boolean sendProxy = false;
        while (more()) {
            switch (next()) {
                case "default" -> usesServerSettings = true;
                case "port" -> port = Optional.of(next());
                case "addr" -> addr = Optional.of(next());
                case "sni" -> sni = Optional.of(next());
                case "alpn" -> alpn = Optional.of(next());
                case "ssl" -> ssl = true;
                case "send-proxy" -> sendProxy = true;
                case "proto", "comment" -> next();
                default -> {}
            }
        }
        return new CheckStep.Connect(statement.origin(), port, addr, usesServerSettings, ssl, sendProxy, sni, alpn);
    }

    private HttpRequestBuilder httpRequest() {
        HttpRequestBuilder request = new HttpRequestBuilder(statement.origin());
        while (more()) {
            switch (next()) {
                case "meth" -> request.method(next());
                case "uri" -> request.uri(next(), false);
                case "uri-lf" -> request.uri(next(), true);
                case "ver" -> request.version(next());
                case "hdr" -> request.header(next(), next());
                case "body" -> request.body(next(), false);
                case "body-lf" -> request.body(next(), true);
                case "comment" -> next();
                default -> {}
            }
        }
        return request;
    }

    private CheckStep sendData(boolean binary, boolean computed) {
        return new CheckStep.SendData(statement.origin(), next(), binary, computed);
    }

    private CheckStep expect() {
        boolean negated = false;
        while (more()) {
            String word = next();
            if (EXPECT_OPTIONS.contains(word)) {
                next();
            } else if (word.equals("!")) {
                negated = true;
            } else {
                if (word.startsWith("!")) {
                    negated = true;
                    word = word.substring(1);
                }
                List<String> pattern = new ArrayList<>(words.subList(at, words.size()));
                return new CheckStep.Expect(
                        statement.origin(), negated, word.toLowerCase(Locale.ROOT), pattern, statement.text());
            }
        }
        return new CheckStep.Other(statement.origin(), statement.text());
    }
}
