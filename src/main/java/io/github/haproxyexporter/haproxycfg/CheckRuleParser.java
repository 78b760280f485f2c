package io.github.haproxyexporter.haproxycfg;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one {@code http-check} or {@code tcp-check} rule. Keywords of future releases are passed over, not refused. */
final class CheckRuleParser {
    private static final Set<String> EXPECT_OPTIONS = Set.of(
            "min-recv", "comment", "ok-status", "error-status", "tout-status", "on-success", "on-error", "status-code");

    private static final Set<String> CONNECT_VALUES = Set.of("port", "addr", "sni", "alpn", "proto", "comment");

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
        Map<String, String> said = new HashMap<>();
        while (more()) {
            String word = next();
            said.put(word, CONNECT_VALUES.contains(word) ? next() : "");
        }
        return new CheckStep.Connect(
                statement.origin(),
                Optional.ofNullable(said.get("port")),
                Optional.ofNullable(said.get("addr")),
                said.containsKey("default"),
                said.containsKey("ssl"),
                said.containsKey("send-proxy"),
                Optional.ofNullable(said.get("sni")),
                Optional.ofNullable(said.get("alpn")));
    }

    private HttpRequestBuilder httpRequest() {
        HttpRequestBuilder request = new HttpRequestBuilder(statement.origin());
        while (more()) {
            String word = next();
            switch (word) {
                case "meth", "uri", "uri-lf", "ver", "body", "body-lf" -> request.set(word, next());
                case "hdr" -> request.header(next(), next());
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
                return new CheckStep.Expect(
                        statement.origin(),
                        negated,
                        word.toLowerCase(Locale.ROOT),
                        words.subList(at, words.size()),
                        statement.text());
            }
        }
        return new CheckStep.Other(statement.origin(), statement.text());
    }
}
