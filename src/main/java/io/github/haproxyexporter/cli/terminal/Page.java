package io.github.haproxyexporter.cli.terminal;

import io.github.haproxyexporter.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** Text that grows line by line, wrapped at a width and coloured on demand. Nothing that it is given can steer a terminal. */
public final class Page {
    /** The usual width of a terminal. */
    public static final int NARROW = 80;

    /** No wrapping at all. */
    public static final int WIDE = Integer.MAX_VALUE;

    private final StringBuilder out = new StringBuilder();
    private final int width;
    private final ColorScheme colours;

    public Page(int width, boolean colour) {
        this.width = width;
        this.colours = Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF);
    }

    int width() {
        return width;
    }

    /** Adds a line that is never wrapped: one that is there to be copied, or short. */
    public Page line(Span... spans) {
        for (Span span : spans) {
            out.append(span.in(colours));
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
        Ansi.Text text = Arrays.stream(spans)
                .map(span -> span.in(colours))
                .reduce(Ansi.Text::concat)
                .orElseThrow();
        String rest = "";
        for (int[] line : wrap(text.plainString(), indent)) {
            out.append(rest).append(text.substring(line[0], line[1])).append('\n');
            rest = " ".repeat(indent);
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

    @Override
    public String toString() {
        return out.toString();
    }
}
