package io.github.haproxyexporter.metrics;

import java.util.ArrayList;
import java.util.List;

/** A label's name and value, not escaped. */
public record Label(String name, String value) {

    /** Reads {@code name=value,name=value}. */
    static List<Label> parseAll(String text) {
        List<Label> labels = new ArrayList<>();
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            labels.add(new Label(pair.substring(0, equals), pair.substring(equals + 1)));
        }
        return labels;
    }
}
