package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows the check options and rules of one section, starting from what its defaults say. */
final class CheckMethodBuilder {
    private CheckMethod.Kind kind = CheckMethod.Kind.CONNECT;
    private Optional<Statement> option = Optional.empty();
    private final CheckRuleset httpRules = new CheckRuleset();
    private final CheckRuleset tcpRules = new CheckRuleset();
    private CheckRuleset inheritedHttp = new CheckRuleset();
    private CheckRuleset inheritedTcp = new CheckRuleset();
    private boolean disableOn404;
    private boolean sendState;

    /** What a section starts with when it stands under these defaults. */
    CheckMethodBuilder child() {
        CheckMethodBuilder child = new CheckMethodBuilder();
        child.kind = kind;
        child.option = option;
        child.inheritedHttp = inForce(httpRules, inheritedHttp);
        child.inheritedTcp = inForce(tcpRules, inheritedTcp);
        child.disableOn404 = disableOn404;
        child.sendState = sendState;
        return child;
    }

    void option(Statement statement, CheckMethod.Kind chosen) {
        kind = chosen;
        option = Optional.of(statement);
        if (chosen == CheckMethod.Kind.HTTP) {
            httpRules.requestFrom(statement);
        }
    }

    void httpCheck(Statement rule) {
        disableOn404 |= rule.word(1).equals("disable-on-404");
        sendState |= rule.word(1).equals("send-state");
        httpRules.add(rule);
    }

    void tcpCheck(Statement rule) {
        tcpRules.add(rule);
    }

    CheckMethod build() {
        List<CheckStep> steps = switch (kind) {
            case HTTP -> inForce(httpRules, inheritedHttp).steps();
            case TCP_STEPS -> inForce(tcpRules, inheritedTcp).steps();
            default -> List.of();
        };
        boolean requestLost = kind == CheckMethod.Kind.HTTP
                && displaced(httpRules, inheritedHttp)
                && ((!httpRules.hasRequest() && inheritedHttp.hasRequest())
                        || (!httpRules.hasUri() && !httpRules.hasOption() && inheritedHttp.hasUri()));
        return new CheckMethod(
                kind,
                option.map(Statement::origin),
                option.map(statement -> statement.arguments(2)).orElse(List.of()),
                steps,
                requestLost ? option.map(Statement::origin) : Optional.empty(),
                disableOn404,
                sendState);
    }

    CheckLines lines() {
        boolean http = kind == CheckMethod.Kind.HTTP;
        boolean tcp = kind == CheckMethod.Kind.TCP_STEPS;
        CheckRuleset own = tcp ? tcpRules : httpRules;
        CheckRuleset inherited = tcp ? inheritedTcp : inheritedHttp;
        List<Statement> idle = new ArrayList<>(http ? List.of() : httpRules.rules());
        idle.addAll(tcp ? List.of() : tcpRules.rules());
        return new CheckLines(
                option,
                http || tcp ? inForce(own, inherited).lines() : List.of(),
                (http || tcp) && displaced(own, inherited) ? inherited.lines() : List.of(),
                idle);
    }

    private static boolean displaced(CheckRuleset own, CheckRuleset inherited) {
        return !own.isEmpty() && !inherited.isEmpty();
    }

    private static CheckRuleset inForce(CheckRuleset own, CheckRuleset inherited) {
        return own.isEmpty() ? inherited : own;
    }
}
