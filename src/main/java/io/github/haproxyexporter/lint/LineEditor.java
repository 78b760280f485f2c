package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.KnownKeywords;
import io.github.haproxyexporter.haproxycfg.LineTokenizer;
import java.util.List;

/** Edits a line of configuration as it was written; quotes, spacing and the trailing comment are kept. */
public final class LineEditor {
    private final String line;
    private final LineTokenizer.Cut cut;
    private final List<LineTokenizer.Word> words;

    private LineEditor(String line) {
        this.line = line;
        this.cut = LineTokenizer.cut(line);
        this.words = cut.words();
    }

    /** Returns the line with this keyword at this value. Where it is repeated, the last one counts for HAProxy and is changed. */
    public static String with(String line, String keyword, String value) {
        LineEditor editor = new LineEditor(line);
        int at = editor.find(keyword);
        return at < 0
                ? with(line, keyword + " " + value)
                : editor.splice(at, Math.min(at + 1, editor.words.size() - 1), keyword + " " + value);
    }

    /** Returns the line with these words at its end, before the comment. */
    public static String with(String line, String words) {
        LineEditor editor = new LineEditor(line);
        String comment = line.substring(editor.cut.end());
        return line.substring(0, editor.cut.end()).stripTrailing() + " " + words
                + (comment.isEmpty() ? "" : "  " + comment);
    }

    /** Returns the line with every occurrence of this keyword, and its value if it takes one, taken out. */
    public static String without(String line, String keyword) {
        LineEditor editor = new LineEditor(line);
        int at = editor.find(keyword);
        if (at < 0) {
            return line;
        }
        int last = KnownKeywords.takesValue(keyword) ? Math.min(at + 1, editor.words.size() - 1) : at;
        int from = at == 0 ? 0 : editor.words.get(at - 1).end();
        return without(
                line.substring(0, from) + line.substring(editor.words.get(last).end()), keyword);
    }

    /** Returns the line with the last occurrence of this keyword replaced. */
    public static String replace(String line, String keyword, String replacement) {
        LineEditor editor = new LineEditor(line);
        int at = editor.find(keyword);
        return at < 0 ? line : editor.splice(at, at, replacement);
    }

    private String splice(int first, int last, String text) {
        return line.substring(0, words.get(first).start())
                + text
                + line.substring(words.get(last).end());
    }

    /** The last word that is this keyword, not a name, an address or another keyword's value; -1 when there is none. */
    private int find(String keyword) {
        int found = -1;
        for (int i = firstSetting(); i < words.size(); i++) {
            String word = words.get(i).text();
            if (word.equals(keyword)) {
                found = i;
            }
            if (KnownKeywords.takesValue(word)) {
                i++;
            }
        }
        return found;
    }

    private int firstSetting() {
        return switch (words.isEmpty() ? "" : words.get(0).text()) {
            case "server", "stats" -> 3;
            case "server-template" -> 4;
            default -> 0;
        };
    }
}
