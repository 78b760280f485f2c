package io.github.haproxyexporter.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a client prefers, by the weights of {@code Accept} or {@code Accept-Encoding} (RFC 9110, 12.4.2). */
public final class Preferences {

    private final Map<String, Double> weights = new HashMap<>();

    private Preferences() {}

    /** The preferences of all fields of one name. Any text is taken; an element that is malformed has weight 0. */
    static Preferences of(List<String> fields) {
        Preferences preferences = new Preferences();
        for (String field : fields) {
            for (String element : unquoted(field.toLowerCase(Locale.ROOT), ',')) {
                preferences.add(unquoted(element, ';'));
            }
        }
        return preferences;
    }

    /** The weight of the first of these names that the client gave, 0 to 1; 0 when it gave none. */
    public double weight(String... names) {
        for (String name : names) {
            Double weight = weights.get(name);
            if (weight != null) {
                return weight;
            }
        }
        return 0;
    }

    /** Adds an element by its name and parameters. */
    private void add(List<String> parts) {
        double weight = 1;
        for (String part : parts.subList(1, parts.size())) {
            if (part.startsWith("q=")) {
                weight = parsed(part.substring(2));
            }
        }
        // Of media types that differ in parameters alone, the one that is liked most counts.
        weights.merge(parts.get(0), weight, Math::max);
    }

    /** The parts of a text between separators that are outside quotes. */
    private static List<String> unquoted(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    /** A weight: 0 or 1 with three decimals at most, and no more than 1. */
    private static double parsed(String text) {
        double weight = text.matches("[01](\\.[0-9]{0,3})?") ? Double.parseDouble(text) : 0;
        return weight <= 1 ? weight : 0;
    }
}
