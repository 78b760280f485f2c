package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cuts one line into words: blanks, comments, quotes, backslashes, variables (configuration manual, sections 2.2, 2.3). */
public final class LineTokenizer {
    private final String line;
    private final Environment environment;
    private final Origin origin;
    private final List<Word> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int wordFrom;
    private int at;

    private LineTokenizer(String line, Environment environment, Origin origin) {
        this.line = line;
        this.environment = environment;
        this.origin = origin;
    }

    /** A word and the part of the line that it was made of. */
    public record Word(int start, int end, String text) {}

    /**
     * A line in words.
     *
     * @param end where its comment begins, or the end of the line
     */
    public record Cut(List<Word> words, int end) {}

    /** The words of the line; none for an empty line or a comment. */
    static List<String> words(String line, Environment environment, Origin origin) throws ConfigException {
        return new LineTokenizer(line, environment, origin)
                .run().words().stream().map(Word::text).toList();
    }

    /** The words of a line that has been read before, variables left empty. */
    public static Cut cut(String line) {
        try {
            return new LineTokenizer(line, new Environment(Map.of()), new Origin("line", 1)).run();
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Cut run() throws ConfigException {
        char quote = 0;
        int quotedFrom = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            wordFrom = inWord ? wordFrom : at;
            if (c == '"' || c == '\'') {
                if (quote == 0) {
                    quote = c;
                    quotedFrom = at;
                    inWord = true;
                    at++;
                    continue;
                } else if (quote == c) {
                    quote = 0;
                    at++;
                    continue;
                }
            }
            if (c == '\\' && quote != '\'') {
                escape(quote == '"');
            } else if (c == '$' && quote == '"') {
                variable();
            } else if (quote == 0 && c == '#') {
                break;
            } else if (quote == 0 && isBlank(c)) {
                endWord();
                at++;
            } else {
                emit(c);
                at++;
            }
        }
        if (quote != 0) {
            throw new ConfigException(
                    origin, "the quote " + quote + " at column " + (quotedFrom + 1) + " is never closed");
        }
        endWord();
        return new Cut(words, at);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private void emit(char c) {
        inWord = true;
        word.append(c);
    }

    private void endWord() {
        if (inWord) {
            words.add(new Word(wordFrom, at, word.toString()));
            word.setLength(0);
            inWord = false;
        }
    }

    /** A backslash before anything that is not special stays, so that {@code \1} and {@code \.} reach regular expressions. */
    private void escape(boolean quoted) throws ConfigException {
        char next = at + 1 < line.length() ? line.charAt(at + 1) : 0;
        at += 2;
        switch (next) {
            case ' ', '\\', '#', '\'', '"' -> emit(next);
            case '$' -> {
                // Only double quotes give the dollar a meaning that the backslash could take away.
                word.append(quoted ? "" : "\\");
                emit(next);
            }
            case 'n' -> emit('\n');
            case 'r' -> emit('\r');
            case 't' -> emit('\t');
            case 'x' -> {
                int high = at < line.length() ? Character.digit(line.charAt(at), 16) : -1;
                int low = at + 1 < line.length() ? Character.digit(line.charAt(at + 1), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new ConfigException(
                            origin, "'\\x' at column " + (at - 1) + " must be followed by two hexadecimal digits");
                }
                at += 2;
                emit((char) (high * 16 + low));
            }
            default -> {
                emit('\\');
                at--;
            }
        }
    }

    private void variable() throws ConfigException {
        int start = at++;
        boolean braced = at < line.length() && line.charAt(at) == '{';
        if (braced) {
            at++;
        }
        int nameFrom = at;
        // HAProxy's own variables begin with a dot; no other name may hold one.
        if (at < line.length() && line.charAt(at) == '.') {
            at++;
        }
        while (at < line.length() && isNamePart(line.charAt(at))) {
            at++;
        }
        String name = line.substring(nameFrom, at);
        if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
            throw new ConfigException(
                    origin,
                    "'$' at column " + (start + 1) + " must be followed by a variable's name (write \\$ for a dollar)");
        }
        boolean list = false;
        Optional<String> fallback = Optional.empty();
        if (braced) {
            if (line.startsWith("[*]", at)) {
                list = true;
                at += 3;
            }
            if (at < line.length() && line.charAt(at) == '-') {
                int end = line.indexOf('}', at);
                if (end >= 0) {
                    fallback = Optional.of(line.substring(at + 1, end));
                    at = end;
                }
            }
            if (at >= line.length() || line.charAt(at) != '}') {
                throw new ConfigException(origin, "'${' at column " + (start + 1) + " lacks its closing brace");
            }
            at++;
        }
        String value = fallback.isPresent()
                ? environment.peek(name).orElse(fallback.get())
                : environment.get(name).orElse("");
        expand(value, list);
    }

    private static boolean isNamePart(char c) {
        return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
    }

    private void expand(String value, boolean list) {
        for (int i = 0; i < value.length(); i++) {
            if (list && isBlank(value.charAt(i))) {
                endWord();
            } else {
                emit(value.charAt(i));
            }
        }
    }
}
