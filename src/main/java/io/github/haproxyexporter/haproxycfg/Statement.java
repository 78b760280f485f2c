package io.github.haproxyexporter.haproxycfg;

import java.util.List;

/**
 * One line of configuration, cut into words as HAProxy cuts it.
 *
 * @param modifier the prefix {@code no} or {@code default}, already taken off {@code words}
 * @param words never empty
 * @param text the line as it was written, without surrounding blanks
 */
public record Statement(Origin origin, Modifier modifier, List<String> words, String text) {

    /** The prefixes that undo a keyword. */
    public enum Modifier {
        NONE,
        NO,
        DEFAULT
    }

    public Statement {
        words = List.copyOf(words);
    }

    /** The word at this place, or the empty string when the line is shorter, as HAProxy itself sees it. */
    public String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /** The words from this place up to the first empty one: HAProxy's keyword parsers stop there. */
    public List<String> arguments(int from) {
        if (from >= words.size()) {
            return List.of();
        }
        List<String> rest = words.subList(from, words.size());
        int end = rest.indexOf("");
        return end < 0 ? rest : rest.subList(0, end);
    }
}
