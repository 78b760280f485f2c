package io.github.haproxyexporter.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One metric family as an exposition gave it.
 *
 * @param type as the {@code TYPE} line has it
 * @param unit only in OpenMetrics
 */
public record Family(String name, String type, Optional<String> help, Optional<String> unit, List<Sample> samples) {

    /** The sample with exactly these labels, as name, value, name, value. */
    public Optional<Sample> sample(String... labels) {
        Map<String, String> wanted = Sample.labels(labels);
        return samples.stream().filter(sample -> sample.labels().equals(wanted)).findFirst();
    }

    /** The value of the sample with exactly these labels. */
    public double value(String... labels) {
        return sample(labels)
                .orElseThrow(() -> new IllegalArgumentException("no sample " + Sample.labels(labels) + " in " + name
                        + ", only: " + samples.stream().map(Sample::toString).collect(Collectors.joining(" "))))
                .value();
    }
}
