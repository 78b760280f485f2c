package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Evaluates the expression of {@code .if} and {@code .elif} (configuration manual, section 2.4). */
final class Condition {
    /**
     * @param value what the expression is, given the assumptions
     * @param assumptions the parts that only the HAProxy in question could answer, each with the answer assumed
     */
    record Result(boolean value, List<String> assumptions) {}

    /** HAProxy 2.6 takes some 250; each level takes some of the stack. */
    private static final int MAX_DEPTH = 1024;

    private final String text;
    private final Environment environment;
    private final Optional<String> version;
    private final Origin origin;
    private final List<String> assumptions = new ArrayList<>();
    private int at;
    private int depth;

    private Condition(String text, Environment environment, Optional<String> version, Origin origin) {
        this.text = text;
        this.environment = environment;
        this.version = version;
        this.origin = origin;
    }

    static Result evaluate(String text, Environment environment, Optional<String> version, Origin origin)
            throws ConfigException {
        Condition condition = new Condition(text, environment, version, origin);
        condition.skipBlanks();
        if (condition.at == text.length()) {
            return new Result(false, List.of());
        }
        boolean value = condition.disjunction();
        if (condition.at < text.length()) {
            throw condition.unreadable("'&&', '||' or the end of the line");
        }
        return new Result(value, List.copyOf(condition.assumptions));
    }

    private boolean disjunction() throws ConfigException {
        boolean value = conjunction();
        while (take("||")) {
            value |= conjunction();
        }
        return value;
    }

    private boolean conjunction() throws ConfigException {
        boolean value = term();
        while (take("&&")) {
            value &= term();
        }
        return value;
    }

    private boolean term() throws ConfigException {
        boolean negated = false;
        while (take("!")) {
            negated = !negated;
        }
        return negated != operand();
    }

    private boolean operand() throws ConfigException {
        if (take("(")) {
            if (++depth > MAX_DEPTH) {
                throw unreadable("at most " + MAX_DEPTH + " parentheses in each other");
            }
            boolean value = disjunction();
            depth--;
            if (!take(")")) {
                throw unreadable("')'");
            }
            return value;
        }
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        String name = text.substring(from, at);
        if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
            skipBlanks();
            return name.chars().anyMatch(digit -> digit != '0');
        }
        if (name.isEmpty() || at >= text.length() || text.charAt(at) != '(') {
            at = from;
            throw unreadable("a number, or a predicate such as defined(NAME)");
        }
        at++;
        List<String> arguments = arguments();
        skipBlanks();
        return predicate(name, arguments);
    }

    /** The arguments up to the closing parenthesis; quotes and backslashes protect, once more than on the line itself. */
    private List<String> arguments() throws ConfigException {
        List<String> arguments = new ArrayList<>();
        StringBuilder argument = new StringBuilder();
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && quote != '\'' && at + 1 < text.length()) {
                argument.append(text.charAt(++at));
            } else if (quote == 0 ? c == '"' || c == '\'' : c == quote) {
                quote = quote == 0 ? c : 0;
            } else if (quote == 0 && c == ',') {
                arguments.add(argument.toString());
                argument.setLength(0);
            } else if (quote == 0 && c == ')') {
                at++;
                arguments.add(argument.toString());
                return arguments;
            } else {
                argument.append(c);
            }
        }
        throw unreadable("')'");
    }

    private boolean predicate(String name, List<String> arguments) {
        String first = arguments.get(0).strip();
        String second = arguments.size() > 1 ? arguments.get(1) : "";
        return switch (name) {
            case "defined" ->
                (first.startsWith("HAPROXY_") && environment.peek(first).isEmpty())
                        ? assume(name, arguments, false)
                        : environment.get(first).isPresent();
            case "streq" -> arguments.get(0).equals(second);
            case "strneq" -> !arguments.get(0).equals(second);
            case "strstr" -> arguments.get(0).contains(second);
            case "version_atleast" ->
                version.map(known -> compareVersions(known, first) >= 0).orElseGet(() -> assume(name, arguments, true));
            case "version_before" ->
                version.map(known -> compareVersions(known, first) < 0).orElseGet(() -> assume(name, arguments, false));
            default -> assume(name, arguments, true);
        };
    }

    private boolean assume(String name, List<String> arguments, boolean answer) {
        assumptions.add(name + "(" + String.join(",", arguments) + ") is " + answer);
        return answer;
    }

    /** Compares {@code 2.6.12-1+deb12} with {@code 2.6}; missing components are zero, {@code -dev} comes before the release. */
    static int compareVersions(String left, String right) {
        return Arrays.compare(versionParts(left), versionParts(right));
    }

    private static int[] versionParts(String version) {
        String[] release = version.strip().toLowerCase(Locale.ROOT).split("-dev", 2);
        int[] parts = new int[4];
        String[] numbers = release[0].split("[^0-9]", 4);
        for (int i = 0; i < Math.min(3, numbers.length); i++) {
            parts[i] = number(numbers[i]);
        }
        parts[3] = release.length > 1 ? number(release[1].split("[^0-9]", 2)[0]) : Integer.MAX_VALUE;
        return parts;
    }

    private static int number(String digits) {
        return digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }

    private boolean take(String token) {
        if (!text.startsWith(token, at)) {
            return false;
        }
        at += token.length();
        skipBlanks();
        return true;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private ConfigException unreadable(String expected) {
        return new ConfigException(
                origin, "the condition '" + text + "' cannot be read at column " + (at + 1) + "; expected " + expected);
    }
}
