package io.github.haproxyexporter.diagnose.text;

/** Text that grows line by line, wrapped at a width and coloured on demand. */
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
        GREEN("\u001b[32m"),
        YELLOW("\u001b[33m"),
        CYAN("\u001b[36m"),
        BOLD("\u001b[1m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    /** The text in a colour, or as it is when colours are not wanted. */
    public String paint(Colour chosen, String text) {
        return colour ? chosen.code + text + RESET : text;
    }

    /** Adds a line that is never wrapped: one that is there to be copied, or short. */
    public Page line(String text) {
        out.append(text).append('\n');
        return this;
    }

    public Page blank() {
        out.append('\n');
        return this;
    }

    /** Adds a paragraph, its first line after {@code first}, the others indented as far. */
    public Page paragraph(String first, String text) {
        return paragraph(first, first.length(), text);
    }

    /** Like {@link #paragraph(String, String)}, with what stands first being wider than it looks (colours). */
    public Page paragraph(String first, int firstWidth, String text) {
        String indent = " ".repeat(firstWidth);
        out.append(first);
        int column = firstWidth;
        boolean begun = false;
        for (String word : text.split(" ", -1)) {
            if (begun && column + 1 + word.length() > width) {
                out.append('\n').append(indent);
                column = firstWidth;
            } else if (begun) {
                out.append(' ');
                column++;
            }
            out.append(word);
            column += word.length();
            begun = true;
        }
        out.append('\n');
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
