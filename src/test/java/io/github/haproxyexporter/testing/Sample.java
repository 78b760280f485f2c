package io.github.haproxyexporter.testing;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One sample line.
 *
 * @param name with its suffix, such as {@code _total} or {@code _bucket}
 * @param labels sorted by name, unescaped
 * @param text the value as it was written, for values that a double cannot hold
 * @param timestamp as it was written
 */
public record Sample(
        String name, SortedMap<String, String> labels, String text, double value, Optional<String> timestamp) {

    /** A label set from name, value, name, value. */
    public static SortedMap<String, String> labels(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "labels come in pairs of name and value, not " + namesAndValues.length + " texts");
        }
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Collections.unmodifiableSortedMap(labels);
    }

    /** Name and labels: what makes it one series. */
    public String series() {
        return name + labels;
    }

    /** The value of one label, empty when the sample lacks it, which is the same to Prometheus. */
    public String label(String labelName) {
        return labels.getOrDefault(labelName, "");
    }
}
