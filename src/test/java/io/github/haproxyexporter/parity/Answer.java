package io.github.haproxyexporter.parity;

import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.Sample;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One answer of an exporter, by family and series.
 *
 * @param types the type of each family
 * @param samples the samples of each family by {@link Sample#series()}
 */
record Answer(Map<String, String> types, Map<String, Map<String, Sample>> samples) {

    /** Reads an answer, which the strict parser must accept; only families whose names pass. */
    static Answer of(HttpAnswer answer, Predicate<String> wanted) {
        if (answer.status() != 200) {
            throw new AssertionError("status " + answer.status() + ": " + answer.text());
        }
        Map<String, String> types = new LinkedHashMap<>();
        Map<String, Map<String, Sample>> samples = new LinkedHashMap<>();
        for (Family family : ExpositionParser.text(answer.body()).values()) {
            if (wanted.test(family.name())) {
                Map<String, Sample> series = new LinkedHashMap<>();
                family.samples().forEach(sample -> series.put(sample.series(), sample));
                types.put(family.name(), family.type());
                samples.put(family.name(), series);
            }
        }
        return new Answer(types, samples);
    }

    Map<String, Sample> family(String name) {
        return samples.getOrDefault(name, Map.of());
    }

    Optional<Sample> find(String family, String series) {
        return Optional.ofNullable(family(family).get(series));
    }
}
