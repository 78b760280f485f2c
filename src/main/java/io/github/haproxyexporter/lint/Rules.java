package io.github.haproxyexporter.lint;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The rule table. */
public final class Rules {
    private Rules() {}

    /** Every rule, by id. */
    public static List<Rule> all() {
        return Stream.of(CheckRules.rules(), TimingRules.rules(), BackendRules.rules(), SocketRules.rules())
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Rule::id))
                .toList();
    }
}
