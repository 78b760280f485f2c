package io.github.haproxyexporter.testing;

import java.util.regex.Pattern;

/** Syntax of names, numbers and texts in both formats. */
final class Names {
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?|[+-]?Inf|NaN");

    private Names() {}

    static void requireMetric(String name) {
        if (!METRIC.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is not a metric name");
        }
    }

    static void requireLabel(String name) {
        if (!LABEL.matcher(name).matches() || name.startsWith("__")) {
            throw new IllegalArgumentException("\"" + name + "\" is not a label name that an exposition may use");
        }
    }

    /** A number in the spelling that both formats share: {@code 1}, {@code 0.5}, {@code 1e+06}, {@code NaN}, {@code +Inf}. */
    static double number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a number");
        }
        return Double.parseDouble(text.replace("Inf", "Infinity"));
    }

    static void requireNoControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new IllegalArgumentException(
                        String.format("control character U+%04X at position %d", (int) text.charAt(i), i));
            }
        }
    }

    /** Resolves {@code \\}, {@code \n} and, where quotes are special, {@code \"}; refuses any other use of a backslash. */
    static String unescape(String raw, boolean quotesAreSpecial) {
        requireNoControls(raw);
        if (raw.indexOf('\\') < 0 && (!quotesAreSpecial || raw.indexOf('"') < 0)) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\') {
                i++;
                text.append(escaped(i < raw.length() ? raw.charAt(i) : ' ', quotesAreSpecial));
            } else if (c == '"' && quotesAreSpecial) {
                throw new IllegalArgumentException("a quote that is not escaped");
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static char escaped(char c, boolean quotesAreSpecial) {
        if (c == '\\') {
            return '\\';
        }
        if (c == 'n') {
            return '\n';
        }
        if (c == '"' && quotesAreSpecial) {
            return '"';
        }
        throw new IllegalArgumentException("a backslash before '" + c + "'");
    }
}
