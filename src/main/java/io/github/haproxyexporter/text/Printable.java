package io.github.haproxyexporter.text;

import java.util.List;

/** What a terminal can be given: texts of other people's servers may hold its escape sequences. */
public final class Printable {
    /** East Asian scripts and pictures, as terminals draw them: two columns each. */
    private static final List<Range> WIDE = List.of(
            new Range(0x1100, 0x115F),
            new Range(0x2E80, 0xA4CF),
            new Range(0xAC00, 0xD7A3),
            new Range(0xF900, 0xFAFF),
            new Range(0xFE30, 0xFE6F),
            new Range(0xFF00, 0xFF60),
            new Range(0xFFE0, 0xFFE6),
            new Range(0x1F300, 0x1FAFF),
            new Range(0x20000, 0x3FFFD));

    private Printable() {}

    /** The text with a dot for every character that could steer a terminal or turn its line around. */
    public static String clean(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> shown.appendCodePoint(steers(c) ? '.' : c));
        return shown.toString();
    }

    private static boolean steers(int codePoint) {
        return Character.isISOControl(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.FORMAT,
                            Character.SURROGATE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                };
    }

    /** How many columns of a terminal the text takes. */
    public static int columns(String text) {
        return text.codePoints().map(Printable::columns).sum();
    }

    public static int columns(int codePoint) {
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    private static boolean isWide(int codePoint) {
        return WIDE.stream().anyMatch(range -> range.first() <= codePoint && codePoint <= range.last());
    }

    private record Range(int first, int last) {}

    /** The text in that many columns, with an ellipsis for its middle: the ends of names tell them apart. */
    public static String cut(String text, int width) {
        if (columns(text) <= width) {
            return text;
        }
        int[] points = text.codePoints().toArray();
        int head = 0;
        int tail = points.length;
        int left = width - 1;
        // The two ends grow in turns until the next character would be too wide.
        boolean atHead = true;
        while (head < tail && left > 0) {
            int next = columns(points[atHead ? head : tail - 1]);
            if (next > left) {
                break;
            }
            left -= next;
            if (atHead) {
                head++;
            } else {
                tail--;
            }
            atHead = !atHead;
        }
        return new String(points, 0, head) + "…" + new String(points, tail, points.length - tail);
    }
}
