package io.github.haproxyexporter.cli.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Builds one JSON text (RFC 8259), two blanks to a level. Texts come from checked servers and may hold anything: control
 * characters and lone surrogates are written as escapes, so the result is valid JSON and, printed, harmless to a terminal.
 */
public final class JsonWriter {
    private final StringBuilder out = new StringBuilder();
    private final Deque<Character> open = new ArrayDeque<>();
    private boolean empty = true;
    private boolean afterKey;

    public JsonWriter beginObject() {
        return begin('{', '}');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter beginArray() {
        return begin('[', ']');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    /** Begins a member of the open object. */
    public JsonWriter key(String name) {
        separate();
        quote(name);
        out.append(": ");
        afterKey = true;
        return this;
    }

    public JsonWriter value(String text) {
        separate();
        quote(text);
        return this;
    }

    public JsonWriter value(long number) {
        return literal(Long.toString(number));
    }

    public JsonWriter value(boolean flag) {
        return literal(Boolean.toString(flag));
    }

    public JsonWriter nullValue() {
        return literal("null");
    }

    public JsonWriter member(String name, String text) {
        return key(name).value(text);
    }

    public JsonWriter member(String name, long number) {
        return key(name).value(number);
    }

    public JsonWriter member(String name, boolean flag) {
        return key(name).value(flag);
    }

    /** A member that is {@code null} when there is nothing to say. */
    public JsonWriter member(String name, Optional<String> text) {
        key(name);
        return text.isPresent() ? value(text.get()) : nullValue();
    }

    /** A member that is {@code null} when there is nothing to say. */
    public JsonWriter member(String name, OptionalLong number) {
        key(name);
        return number.isPresent() ? value(number.getAsLong()) : nullValue();
    }

    /** A member that is {@code null} when there is nothing to say. */
    public JsonWriter member(String name, OptionalInt number) {
        key(name);
        return number.isPresent() ? value(number.getAsInt()) : nullValue();
    }

    /** The text so far; complete once everything begun has been ended. */
    @Override
    public String toString() {
        return out.toString();
    }

    private JsonWriter begin(char opening, char closing) {
        separate();
        out.append(opening);
        open.push(closing);
        empty = true;
        return this;
    }

    private JsonWriter end(char closing) {
        if (open.isEmpty() || open.pop() != closing) {
            throw new IllegalStateException("'" + closing + "' closes nothing that is open");
        }
        if (!empty) {
            newLine();
        }
        out.append(closing);
        empty = false;
        return this;
    }

    private JsonWriter literal(String text) {
        separate();
        out.append(text);
        return this;
    }

    private void separate() {
        if (afterKey) {
            afterKey = false;
            return;
        }
        if (!empty) {
            out.append(',');
        }
        if (!open.isEmpty()) {
            newLine();
        }
        empty = false;
    }

    private void newLine() {
        out.append('\n').append("  ".repeat(open.size()));
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || isLoneSurrogate(text, i) || c == '\u2028' || c == '\u2029') {
                        out.append("\\u");
                        String hex = Integer.toHexString(c);
                        out.append("0".repeat(4 - hex.length())).append(hex);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
