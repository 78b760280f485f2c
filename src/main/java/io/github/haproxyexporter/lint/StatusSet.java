package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.CheckStep;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

/** The HTTP status codes that an {@code expect status} or {@code expect rstatus} rule accepts. */
final class StatusSet {
    private static final int LONGEST_PATTERN = 200;
    private static final int[] SERVER_ERRORS = {500, 502, 503, 504};

    private StatusSet() {}

    /** True for rules that look at the status alone, in a form that can be evaluated here. */
    static boolean canEvaluate(CheckStep.Expect expect) {
        String pattern = expect.value();
        return switch (expect.match()) {
            case "status" -> !pattern.isEmpty();
            // A longer one is no list of status codes, and may be nested too deep to compile.
            case "rstatus" -> !pattern.isEmpty() && pattern.length() <= LONGEST_PATTERN && compiles(pattern);
            default -> false;
        };
    }

    private static boolean compiles(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    static boolean acceptsServerError(CheckStep.Expect expect) {
        return IntStream.of(SERVER_ERRORS).anyMatch(code -> accepts(expect, code));
    }

    static boolean accepts(CheckStep.Expect expect, int code) {
        String pattern = expect.pattern().get(0);
        boolean matches = expect.match().equals("rstatus")
                ? Pattern.compile(pattern).matcher(Integer.toString(code)).find()
                : CheckStep.Expect.listed(pattern, code);
        return matches != expect.negated();
    }
}
