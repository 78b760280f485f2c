package io.github.haproxyexporter.haproxycfg;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Follows the check options and rules of one section, starting from what its defaults say. */
final class CheckMethodBuilder {
    private CheckMethod.Kind kind = CheckMethod.Kind.CONNECT;
    private Optional<Statement> option = Optional.empty();
    private CheckRuleset httpRules = new CheckRuleset(Optional.empty());
    private CheckRuleset tcpRules = new CheckRuleset(Optional.empty());
    private boolean disableOn404;

    /** What a section starts with when it stands under these defaults. */
    CheckMethodBuilder child() {
        CheckMethodBuilder child = new CheckMethodBuilder();
        child.kind = kind;
        child.option = option;
        child.httpRules = new CheckRuleset(Optional.of(httpRules.inForce()));
        child.tcpRules = new CheckRuleset(Optional.of(tcpRules.inForce()));
        child.disableOn404 = disableOn404;
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
        httpRules.add(rule);
    }

    void tcpCheck(Statement rule) {
        tcpRules.add(rule);
    }

    /** The rules that the method follows; none for a method without rules. */
    private Optional<CheckRuleset> followed() {
        return switch (kind) {
            case HTTP -> Optional.of(httpRules);
            case TCP_STEPS -> Optional.of(tcpRules);
            default -> Optional.empty();
        };
    }

    CheckMethod build() {
        return new CheckMethod(
                kind,
                option.map(Statement::origin),
                option.map(statement -> statement.arguments(2)).orElse(List.of()),
                followed().map(rules -> rules.inForce().steps()).orElse(List.of()),
                option.filter(line -> kind == CheckMethod.Kind.HTTP && httpRules.losesRequest())
                        .map(Statement::origin),
                disableOn404);
    }

    CheckLines lines() {
        return new CheckLines(
                option,
                followed().map(rules -> rules.inForce().lines()).orElse(List.of()),
                followed()
                        .flatMap(CheckRuleset::displaced)
                        .map(CheckRuleset::lines)
                        .orElse(List.of()),
                Stream.of(httpRules, tcpRules)
                        .filter(rules -> followed().filter(rules::equals).isEmpty())
                        .flatMap(rules -> rules.rules().stream())
                        .toList());
    }
}
