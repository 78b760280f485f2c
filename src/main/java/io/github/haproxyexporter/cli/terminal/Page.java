package io.github.haproxyexporter.cli.terminal;

import io.github.haproxyexporter.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Text that grows line by line, wrapped at a width and coloured on demand. Nothing that it is given can steer a terminal. */
public final class Page {
    /** The usual width of a terminal. */
    public static final int NARROW = 80;

    /** No wrapping at all. */
    public static final int WIDE = Integer.MAX_VALUE;

    private static final String RESET = "\u001b[0m";

    private final StringBuilder out = new StringBuilder();
    private final int width;
    private final boolean colour;

    public Page(int width, boolean colour) {
        this.width = width;
        this.colour = colour;
    }

    /** The colours in use. */
    public enum Colour {
        RED("\u001b[31m"),
        YELLOW("\u001b[33m"),
        CYAN("\u001b[36m"),
        BOLD("\u001b[1m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    int width() {
        return width;
    }

    /** Adds a line that is never wrapped: one that is there to be copied, or short. */
    public Page line(Span... spans) {
        for (Span span : spans) {
            append(span.text(), span.colour());
        }
        return blank();
    }

    public Page line(String text) {
        return line(Span.plain(text));
    }

    public Page blank() {
        out.append('\n');
        return this;
    }

    /** Adds a paragraph, its first line after {@code first}, the others indented as far. */
    public Page paragraph(String first, String text) {
        return paragraph(Printable.columns(first), Span.plain(first + text));
    }

    /** Adds a paragraph whose lines but the first are indented. */
    public Page paragraph(int indent, Span... spans) {
        return paragraph(indent, List.of(spans));
    }

    private Page paragraph(int indent, List<Span> spans) {
        String text = spans.stream().map(Span::text).collect(Collectors.joining());
        int[] ends = spans.stream().mapToInt(span -> span.text().length()).toArray();
        Arrays.parallelPrefix(ends, Integer::sum);
        List<int[]> lines = wrap(text, indent);
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                out.append(" ".repeat(indent));
            }
            int from = lines.get(i)[0];
            int to = lines.get(i)[1];
            for (int s = 0; s < ends.length; s++) {
                int begin = Math.max(from, s == 0 ? 0 : ends[s - 1]);
                int end = Math.min(to, ends[s]);
                if (begin < end) {
                    append(text.substring(begin, end), spans.get(s).colour());
                }
            }
            out.append('\n');
        }
        return this;
    }

    /** Where each line begins and ends: broken at blanks behind the indent, and within a word that fills more than a line. */
    private List<int[]> wrap(String text, int indent) {
        List<int[]> lines = new ArrayList<>();
        int from = 0;
        int blank = -1;
        int column = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int point = text.codePointAt(at);
            if (point == ' ' && column >= indent) {
                blank = at;
            }
            column += Printable.columns(point);
            if (column > width && at > from) {
                boolean withinWord = blank <= from;
                lines.add(new int[] {from, withinWord ? at : blank});
                from = withinWord ? at : blank + 1;
                blank = -1;
                column = indent
                        + (from > at ? 0 : Printable.columns(text.substring(from, at) + Character.toString(point)));
            }
        }
        lines.add(new int[] {Math.min(from, text.length()), text.length()});
        return lines;
    }

    private void append(String text, Optional<Colour> chosen) {
        if (colour && chosen.isPresent() && !text.isEmpty()) {
            out.append(chosen.get().code).append(text).append(RESET);
        } else {
            out.append(text);
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
