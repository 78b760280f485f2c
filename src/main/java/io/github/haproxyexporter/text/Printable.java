package io.github.haproxyexporter.text;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes foreign texts safe to show: names, check texts, answers and exception messages may hold escape sequences of a terminal,
 * line ends that forge a log line, characters that turn a line around, and megabytes.
 */
public final class Printable {
    /** Maximum length of an error message or a log message. */
    public static final int MESSAGE = 4000;

    /** Maximum length of a foreign text that is quoted within a message. */
    public static final int QUOTED = 300;

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

    /** The text with a dot for each unsafe character, whatever its length. */
    public static String clean(String text) {
        return clean(text, '.', Integer.MAX_VALUE);
    }

    /**
     * The text with a replacement for each unsafe character: controls (U+0080 to U+009F too), formatting and bidirectional
     * characters, line and paragraph separators, lone surrogates. A longer text ends with an ellipsis.
     */
    public static String clean(String text, char replacement, int longest) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), longest));
        int i = 0;
        for (int count = 0; i < text.length() && count < longest; count++) {
            int c = text.codePointAt(i);
            clean.appendCodePoint(isUnsafe(c) ? replacement : c);
            i += Character.charCount(c);
        }
        return i < text.length() ? clean.append('…').toString() : clean.toString();
    }

    /** The text on one line, for a message: line ends and blanks around them become one space. */
    public static String line(String text, int longest) {
        // A little more than is shown: blanks may be taken away.
        String head = text.length() / 2 > longest ? text.substring(0, 2 * longest) : text;
        return clean(
                head.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" ")),
                ' ',
                longest);
    }

    private static boolean isUnsafe(int codePoint) {
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
