package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The check rules that one section writes down itself. HAProxy never merges those of a proxy with those of its defaults:
 * the first rule of its own displaces all inherited ones, the request of {@code option httpchk} among them.
 */
final class CheckRuleset {
    private final Optional<CheckRuleset> inherited;
    private final List<Statement> rules = new ArrayList<>();
    private Optional<Statement> httpOption = Optional.empty();

    CheckRuleset(Optional<CheckRuleset> inherited) {
        this.inherited = inherited;
    }

    /** Adds an {@code http-check} or {@code tcp-check} line. */
    void add(Statement rule) {
        if (CheckRuleParser.parse(rule).isPresent()) {
            rules.add(rule);
        }
    }

    /** Takes the request of {@code option httpchk}; the last such line counts. */
    void requestFrom(Statement option) {
        httpOption = Optional.of(option);
    }

    List<Statement> rules() {
        return rules;
    }

    private boolean isEmpty() {
        return rules.isEmpty() && httpOption.isEmpty();
    }

    /** These rules, or the inherited ones when there are none. */
    CheckRuleset inForce() {
        return isEmpty() ? inherited.orElse(this) : this;
    }

    /** The inherited rules that these displace. */
    Optional<CheckRuleset> displaced() {
        return inherited.filter(rules -> !isEmpty() && !rules.isEmpty());
    }

    /** True when these displace a request, or what it asks for, and put none in its place. */
    boolean losesRequest() {
        return displaced()
                .filter(rules ->
                        (!hasRequest() && rules.hasRequest()) || (!hasUri() && httpOption.isEmpty() && rules.hasUri()))
                .isPresent();
    }

    /** True when there is a request to send, be it from {@code option httpchk} or from {@code http-check send}. */
    private boolean hasRequest() {
        return httpOption.isPresent()
                || rules.stream().anyMatch(rule -> rule.word(1).equals("send"));
    }

    /** True when the request names what it asks for. */
    private boolean hasUri() {
        return httpOption.filter(option -> !option.word(2).isEmpty()).isPresent()
                || rules.stream()
                        .anyMatch(rule ->
                                rule.words().contains("uri") || rule.words().contains("uri-lf"));
    }

    /** The option and the rules in the order of the file. */
    List<Statement> lines() {
        return Stream.concat(httpOption.stream(), rules.stream())
                .sorted(Comparator.comparingInt(line -> line.origin().line()))
                .toList();
    }

    /** The steps in HAProxy's order; the request of the option melts into the first {@code http-check send}. */
    List<CheckStep> steps() {
        List<CheckStep> steps = new ArrayList<>();
        for (Statement rule : rules) {
            CheckRuleParser.parse(rule).ifPresent(steps::add);
        }
        if (httpOption.isPresent()) {
            addRequest(steps, httpOption.get());
        }
        return List.copyOf(steps);
    }

    private void addRequest(List<CheckStep> steps, Statement option) {
        int place = 0;
        while (place < steps.size()
                && (steps.get(place) instanceof CheckStep.Connect || steps.get(place) instanceof CheckStep.Other)) {
            place++;
        }
        HttpRequestBuilder request = HttpRequestBuilder.ofOption(option);
        if (place == steps.size() || !(steps.get(place) instanceof CheckStep.HttpSend)) {
            steps.add(place, request.build());
            return;
        }
        Statement explicit = rules.get(place);
        HttpRequestBuilder merged = CheckRuleParser.request(explicit);
        if (explicit.origin().line() < option.origin().line()) {
            merged.overlay(request);
        } else {
            request.overlay(merged);
            merged = request;
        }
        steps.set(place, merged.build());
    }
}
