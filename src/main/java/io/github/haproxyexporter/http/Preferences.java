package io.github.haproxyexporter.http;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a client prefers, by the weights of {@code Accept} or {@code Accept-Encoding} (RFC 9110, 12.4.2). */
public final class Preferences {

    private static final int MAX_DECIMALS = 3;

    private final Map<String, Double> weights = new HashMap<>();

    private Preferences() {}

    /** The preferences of all fields of one name. Any text is taken; an element that is malformed has weight 0. */
    static Preferences of(List<String> fields) {
        Preferences preferences = new Preferences();
        fields.forEach(field -> preferences.add(field.toLowerCase(Locale.ROOT)));
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

    /** One pass over the text: elements end at commas, their parts at semicolons, and neither counts inside quotes. */
    private void add(String field) {
        String name = "";
        double weight = 1;
        boolean named = false;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= field.length(); i++) {
            char c = i < field.length() ? field.charAt(i) : ',';
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (i >= field.length() || (!quoted && (c == ',' || c == ';'))) {
                String part =
                        field.substring(start, Math.min(i, field.length())).strip();
                if (!named) {
                    name = part;
                    named = true;
                } else if (part.startsWith("q=")) {
                    weight = parsed(part.substring(2));
                }
                if (c == ',') {
                    // Of media types that differ in parameters alone, the one that is liked most counts.
                    weights.merge(name, weight, Math::max);
                    weight = 1;
                    named = false;
                }
                start = i + 1;
            }
        }
    }

    /** A weight: 0 or 1 with three decimals at most, and no more than 1. */
    private static double parsed(String text) {
        boolean wellFormed = (text.startsWith("0") || text.startsWith("1"))
                && text.length() <= 2 + MAX_DECIMALS
                && (text.length() == 1 || text.charAt(1) == '.')
                && text.chars().skip(2).allMatch(c -> c >= '0' && c <= '9');
        double weight = wellFormed ? Double.parseDouble(text) : 0;
        return weight <= 1 ? weight : 0;
    }
}
