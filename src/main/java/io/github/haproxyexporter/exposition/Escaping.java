package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.text.Printable;

/** The escapes of both formats. Label values may be texts of other people's making. */
final class Escaping {

    private Escaping() {}

    /** A label's value: backslash, quote and line feed escaped; other unsafe characters become spaces. */
    static String labelValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (isSpecial(value.charAt(i))) {
                return escaped(value, true);
            }
        }
        return value;
    }

    /** A help text: backslash and line feed escaped, in OpenMetrics quotes too. */
    static String help(String text, Format format) {
        return escaped(text, format == Format.OPEN_METRICS);
    }

    private static boolean isSpecial(char c) {
        return c == '\\' || c == '"' || c < ' ' || c > '~';
    }

    private static String escaped(String value, boolean quotes) {
        StringBuilder text = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quotes ? "\\\"" : "\"");
                default -> text.append(c);
            }
        }
        return Printable.clean(text.toString(), ' ', Integer.MAX_VALUE);
    }
}
