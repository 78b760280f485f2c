package io.github.haproxyexporter.lint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the corrected line out of the line as it was written, comments and spacing kept. */
final class LineEditor {
    private static final String VALUE = "(\"[^\"]*\"|'[^']*'|[^\\s#]+)";

    private LineEditor() {}

    /** The line with this keyword at this value, be it there already or not. */
    static String with(String line, String keyword, String value) {
        Matcher matcher = Pattern.compile("(?<=\\s)" + Pattern.quote(keyword) + "\\s+" + VALUE)
                .matcher(line);
        String wanted = keyword + " " + value;
        if (matcher.find(settingsStart(line))) {
            return line.substring(0, matcher.start()) + wanted + line.substring(matcher.end());
        }
        return with(line, wanted);
    }

    /** The line with these words at its end. */
    static String with(String line, String words) {
        int comment = commentStart(line);
        String code = line.substring(0, comment).stripTrailing();
        String rest = line.substring(comment);
        return code + " " + words + (rest.isEmpty() ? "" : "  " + rest);
    }

    /** The line with the first occurrence of a word replaced, or taken out when the replacement is empty. */
    static String replace(String line, String word, String replacement) {
        return line.replaceFirst(
                "(?<=\\s)" + Pattern.quote(word) + "(?=\\s|$)" + (replacement.isEmpty() ? "\\s*" : ""),
                Matcher.quoteReplacement(replacement));
    }

    /** Names and addresses come first, and a server may well be called "fall". */
    private static int settingsStart(String line) {
        Matcher matcher = Pattern.compile(
                        "^\\s*(server-template\\s+\\S+\\s+\\S+|server\\s+\\S+|stats\\s+socket)\\s+" + VALUE)
                .matcher(line);
        return matcher.find() ? matcher.end() : 0;
    }

    private static int commentStart(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'') {
                i++;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '#') {
                return i;
            }
        }
        return line.length();
    }
}
