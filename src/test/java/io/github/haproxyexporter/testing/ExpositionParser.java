package io.github.haproxyexporter.testing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The judge of every exposition: a strict parser of Prometheus's text format 0.0.4 and of OpenMetrics 1.0, written from their specifications and sharing
 * nothing with the encoder.
 *
 * <p>It is stricter than Prometheus: it refuses samples without a {@code TYPE}, free comments, blank lines, spaces beyond one, label names with two leading underscores, control
 * characters (a label value may have an escaped line feed), exemplars, and all that the specifications only advise against.
 */
public final class ExpositionParser {
    private ExpositionParser() {}

    /**
     * Parses text 0.0.4.
     *
     * @return the families by name in their order
     * @throws MalformedExposition at the first fault
     */
    public static Map<String, Family> text(byte[] exposition) {
        Map<String, Family> families = new LinkedHashMap<>();
        text(exposition, family -> families.put(family.name(), family));
        return families;
    }

    /** Like {@link #text(byte[])} for large answers: gives each family once and keeps none. */
    public static void text(byte[] exposition, Consumer<Family> consumer) {
        parse(decode(exposition), Dialect.TEXT, consumer);
    }

    /**
     * Parses OpenMetrics 1.0. A counter's family is named without {@code _total}, an info's without {@code _info}, as the format has it.
     *
     * @return the families by name in their order
     * @throws MalformedExposition at the first fault
     */
    public static Map<String, Family> openMetrics(byte[] exposition) {
        Map<String, Family> families = new LinkedHashMap<>();
        openMetrics(exposition, family -> families.put(family.name(), family));
        return families;
    }

    /** Like {@link #openMetrics(byte[])} for large answers: gives each family once and keeps none. */
    public static void openMetrics(byte[] exposition, Consumer<Family> consumer) {
        String text = decode(exposition);
        String end = "# EOF\n";
        if (!text.endsWith(end)
                || (text.length() > end.length() && text.charAt(text.length() - end.length() - 1) != '\n')) {
            throw new MalformedExposition("an OpenMetrics exposition ends with a line \"# EOF\"; this one ends with \""
                    + text.substring(Math.max(0, text.length() - 60)) + "\"");
        }
        parse(text.substring(0, text.length() - end.length()), Dialect.OPEN_METRICS, consumer);
    }

    private static void parse(String text, Dialect dialect, Consumer<Family> consumer) {
        FamilySequence families = new FamilySequence(dialect, consumer);
        int number = 0;
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            number++;
            if (end < 0) {
                throw new MalformedExposition(
                        number, text.substring(start), "the last line does not end with a line feed");
            }
            String line = text.substring(start, end);
            try {
                families.line(line);
            } catch (IllegalArgumentException e) {
                throw new MalformedExposition(number, line, String.valueOf(e.getMessage()));
            }
            start = end + 1;
        }
        try {
            families.end();
        } catch (IllegalArgumentException e) {
            throw new MalformedExposition(number, "(end)", String.valueOf(e.getMessage()));
        }
    }

    private static String decode(byte[] exposition) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(exposition))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedExposition("the exposition is not UTF-8: " + e.getMessage());
        }
    }
}
