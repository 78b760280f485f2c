package io.github.haproxyexporter.testing;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What differs between the two exposition formats, as data.
 *
 * @param typeWithoutType the type of a family that names none
 * @param suffixesByType what each type's sample names add to the family's name
 * @param metadata the kinds of metadata lines; OpenMetrics advises this order, and here it is a must
 */
record Dialect(
        String typeWithoutType, Map<String, Set<String>> suffixesByType, List<String> metadata, boolean openMetrics) {
    static final Dialect TEXT = new Dialect(
            "untyped",
            Map.of(
                    "counter", Set.of(""),
                    "gauge", Set.of(""),
                    "untyped", Set.of(""),
                    "summary", Set.of("", "_sum", "_count"),
                    "histogram", Set.of("_bucket", "_sum", "_count")),
            List.of("HELP", "TYPE"),
            false);
    static final Dialect OPEN_METRICS = new Dialect(
            "unknown",
            Map.of(
                    "counter", Set.of("_total", "_created"),
                    "gauge", Set.of(""),
                    "unknown", Set.of(""),
                    "info", Set.of("_info"),
                    "stateset", Set.of(""),
                    "summary", Set.of("", "_sum", "_count", "_created"),
                    "histogram", Set.of("_bucket", "_sum", "_count", "_created"),
                    "gaugehistogram", Set.of("_bucket", "_gsum", "_gcount")),
            List.of("TYPE", "UNIT", "HELP"),
            true);

    Set<String> suffixes(String type) {
        Set<String> known = suffixesByType.get(type);
        if (known == null) {
            throw new IllegalArgumentException("type \"" + type + "\" is none of " + suffixesByType.keySet());
        }
        return known;
    }
}
