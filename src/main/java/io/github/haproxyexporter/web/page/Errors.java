package io.github.haproxyexporter.web.page;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How many answers were errors: of status 5xx, or without HTTP, sessions that got no connection or no answer.
 *
 * @param answers since HAProxy started
 * @param failed those among them that were errors
 * @param share of errors since the reading before, else since HAProxy started; empty without an answer
 */
record Errors(long answers, long failed, OptionalDouble share) {

    static final Errors NONE = new Errors(0, 0, OptionalDouble.empty());

    Errors next(long allAnswers, long allFailed) {
        double more = (double) allAnswers - answers;
        OptionalDouble fresh = more > 0
                ? OptionalDouble.of(Math.max(0, Math.min(1, (allFailed - failed) / more)))
                : OptionalDouble.empty();
        return new Errors(allAnswers, allFailed, fresh);
    }

    Optional<String> percent() {
        return share.stream()
                .mapToObj(errors -> String.format(Locale.ROOT, "%.1f %%", 100 * errors))
                .findFirst();
    }

    boolean areMany() {
        return share.orElse(0) >= 0.01;
    }
}
