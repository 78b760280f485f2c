package io.github.haproxyexporter.testing;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rules of single metric types: which labels and values their samples have, and which samples go together. */
final class TypeRules {
    private TypeRules() {}

    /** Refuses a sample that its type does not allow. */
    static void check(Dialect dialect, String type, String family, Sample sample) {
        String suffix = sample.name().substring(family.length());
        if (suffix.equals("_bucket")) {
            Names.number(required(sample, "le"));
        }
        if (type.equals("summary") && suffix.isEmpty()) {
            double quantile = Names.number(required(sample, "quantile"));
            require(quantile >= 0 && quantile <= 1, sample, "has a quantile outside of 0 to 1");
        }
        if (dialect.openMetrics()) {
            checkOpenMetrics(type, family, suffix, sample);
        }
    }

    /** Refuses samples that do not go together: split metrics, incomplete histograms, a creation time without its counter. */
    static void checkGroups(Dialect dialect, String type, String family, List<Sample> samples) {
        if (!dialect.openMetrics() && !type.equals("histogram")) {
            return;
        }
        Set<Map<String, String>> seen = new HashSet<>();
        int start = 0;
        while (start < samples.size()) {
            Map<String, String> metric = metric(type, family, samples.get(start));
            int end = start;
            while (end < samples.size()
                    && metric(type, family, samples.get(end)).equals(metric)) {
                end++;
            }
            require(seen.add(metric), samples.get(start), "is apart from the other samples of its metric");
            checkGroup(type, family, samples.subList(start, end));
            start = end;
        }
    }

    private static void checkOpenMetrics(String type, String family, String suffix, Sample sample) {
        switch (type) {
            case "counter" -> require(sample.value() >= 0, sample, "is a counter that is negative or NaN");
            case "info" -> require(sample.value() == 1, sample, "is an info that is not 1");
            case "stateset" -> {
                require(sample.labels().containsKey(family), sample, "is a state without the label " + family);
                require(sample.value() == 0 || sample.value() == 1, sample, "is a state that is neither 0 nor 1");
            }
            case "histogram", "summary" -> {
                boolean counts = suffix.equals("_bucket") || suffix.equals("_count");
                require(!counts || sample.value() >= 0, sample, "is a count that is negative or NaN");
            }
            default -> {
                // gauges may have any value
            }
        }
    }

    private static void checkGroup(String type, String family, List<Sample> group) {
        switch (type) {
            case "counter" -> {
                boolean hasTotal =
                        group.stream().anyMatch(sample -> sample.name().equals(family + "_total"));
                require(hasTotal, group.get(0), "has no _total beside it");
            }
            case "histogram" -> checkHistogram(family, group);
            default -> {
                // the samples stand for themselves
            }
        }
    }

    private static void checkHistogram(String family, List<Sample> group) {
        double lastBound = Double.NEGATIVE_INFINITY;
        double lastCount = 0;
        boolean first = true;
        for (Sample sample : group) {
            if (sample.name().equals(family + "_bucket")) {
                double bound = Names.number(sample.label("le"));
                require(first || bound > lastBound, sample, "is a bucket out of order");
                require(sample.value() >= lastCount, sample, "is a bucket below the one before");
                lastBound = bound;
                lastCount = sample.value();
                first = false;
            }
        }
        require(lastBound == Double.POSITIVE_INFINITY, group.get(0), "belongs to a histogram without a bucket +Inf");
        for (Sample sample : group) {
            if (sample.name().equals(family + "_count")) {
                require(sample.value() == lastCount, sample, "differs from the bucket +Inf");
            }
        }
    }

    private static Map<String, String> metric(String type, String family, Sample sample) {
        Map<String, String> labels = new TreeMap<>(sample.labels());
        if (sample.name().equals(family + "_bucket")) {
            labels.remove("le");
        }
        switch (type) {
            case "summary" -> labels.remove("quantile");
            case "stateset" -> labels.remove(family);
            default -> {
                // no label sets samples of one metric apart
            }
        }
        return labels;
    }

    private static String required(Sample sample, String label) {
        require(sample.labels().containsKey(label), sample, "has no label " + label);
        return sample.label(label);
    }

    private static void require(boolean holds, Sample sample, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(sample.series() + " " + fault);
        }
    }
}
