package io.github.haproxyexporter.stats;

/** What kind of figure a column holds, by the second letter of its tag in {@code show stat typed} (management guide, 9.3). */
public enum Nature {
    COUNTER,
    /** Anything that may go up and down: gauges, maxima, rates, ages, durations, averages, limits. */
    GAUGE,
    /** A name or another text: not a figure. */
    TEXT,
    /** HAProxy was asked and did not say. */
    UNKNOWN;

    /** The nature for a tag such as {@code MCP} and a value type such as {@code u64}. */
    static Nature of(String tag, String valueType) {
        if (valueType.equals("str")) {
            return TEXT;
        }
        return tag.length() > 1 && tag.charAt(1) == 'C' ? COUNTER : GAUGE;
    }
}
