package io.github.haproxyexporter.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One family while its lines come in, with the rules that concern it alone. */
final class FamilyBuilder {
    private final String name;
    private final Dialect dialect;
    private final Map<String, String> metadata = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Set<String> series = new HashSet<>();
    private int lastMetadata = -1;

    FamilyBuilder(String name, Dialect dialect) {
        this.name = name;
        this.dialect = dialect;
    }

    String name() {
        return name;
    }

    /** Whether a sample of that name belongs here. */
    boolean owns(String sampleName) {
        return sampleName.startsWith(name) && dialect.suffixes(type()).contains(sampleName.substring(name.length()));
    }

    void metadata(String kind, String text) {
        if (!samples.isEmpty()) {
            throw new IllegalArgumentException(kind + " of " + name + " after its samples");
        }
        if (metadata.containsKey(kind)) {
            throw new IllegalArgumentException("a second " + kind + " of " + name);
        }
        int order = dialect.metadata().indexOf(kind);
        if (dialect.openMetrics() && order < lastMetadata) {
            throw new IllegalArgumentException(kind + " of " + name + " is not in the order " + dialect.metadata());
        }
        lastMetadata = order;
        metadata.put(kind, checked(kind, text));
    }

    void add(Sample sample) {
        if (!metadata.containsKey("TYPE")) {
            // Both formats allow it, but here it would hide a sample that has a suffix too many or too few.
            throw new IllegalArgumentException("a sample of " + name + ", which has no TYPE");
        }
        if (!owns(sample.name())) {
            throw new IllegalArgumentException("a " + type() + " " + name + " has no sample named " + sample.name()
                    + ", only those with " + dialect.suffixes(type()));
        }
        // An empty label is the same as none to Prometheus.
        Map<String, String> identity = new TreeMap<>(sample.labels());
        identity.values().removeIf(String::isEmpty);
        if (!series.add(sample.name() + identity)) {
            throw new IllegalArgumentException("the series " + sample.series() + " a second time");
        }
        TypeRules.check(dialect, type(), name, sample);
        samples.add(sample);
    }

    Family build() {
        Optional<String> unit = Optional.ofNullable(metadata.get("UNIT"));
        TypeRules.checkGroups(dialect, type(), name, samples);
        return new Family(name, type(), Optional.ofNullable(metadata.get("HELP")), unit, List.copyOf(samples));
    }

    private String type() {
        return metadata.getOrDefault("TYPE", dialect.typeWithoutType());
    }

    private String checked(String kind, String text) {
        return switch (kind) {
            case "TYPE" -> {
                dialect.suffixes(text);
                yield text;
            }
            case "UNIT" -> {
                if (text.isEmpty() || !name.endsWith("_" + text)) {
                    throw new IllegalArgumentException("the name " + name + " does not end with its unit _" + text);
                }
                if (type().equals("info") || type().equals("stateset")) {
                    throw new IllegalArgumentException("a " + type() + " has no unit");
                }
                yield text;
            }
            // In OpenMetrics a help text is an escaped string, quotes included.
            default -> Names.unescape(text, dialect.openMetrics());
        };
    }
}
