package io.github.haproxyexporter.probe;

import io.github.haproxyexporter.text.Printable;
import java.nio.charset.StandardCharsets;

/** Makes what other people's servers send fit to be shown. */
public final class Texts {
    private static final int LONGEST = 120;

    private Texts() {}

    /** The first line that is not empty, without control characters, at most 120 characters. */
    public static String firstLine(byte[] bytes) {
        return firstLine(new String(bytes, StandardCharsets.UTF_8));
    }

    /** The first line that is not empty, without control characters, at most 120 characters. */
    public static String firstLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .map(Texts::printable)
                .orElse("");
    }

    /** One line without control characters, at most 120 characters. */
    public static String printable(String text) {
        String shown = Printable.clean(text);
        return shown.codePointCount(0, shown.length()) > LONGEST
                ? shown.substring(0, shown.offsetByCodePoints(0, LONGEST)) + "…"
                : shown;
    }
}
