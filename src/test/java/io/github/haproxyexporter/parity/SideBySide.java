package io.github.haproxyexporter.parity;

import io.github.haproxyexporter.parity.Difference.Kind;
import io.github.haproxyexporter.testing.Sample;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The answers of a reference exporter and of ours for one HAProxy, taken in turn. A series whose value differs between two answers of the same exporter
 * moves by itself, with time or with the scrapes: of it only presence and type are compared.
 */
final class SideBySide {
    private static final int ROUNDS = 3;
    private static final Sample NO_SAMPLE = new Sample("", new TreeMap<>(), "", Double.NaN, Optional.empty());

    private final List<Answer> reference = new ArrayList<>();
    private final List<Answer> ours = new ArrayList<>();
    private final Set<String> moving;

    private SideBySide(Set<String> moving) {
        this.moving = Set.copyOf(moving);
    }

    /**
     * Reads both in turn.
     *
     * @param moving series that were seen to move before
     */
    static SideBySide read(Supplier<Answer> reference, Supplier<Answer> ours, Set<String> moving) {
        SideBySide both = new SideBySide(moving);
        for (int round = 0; round < ROUNDS; round++) {
            both.reference.add(reference.get());
            both.ours.add(ours.get());
        }
        return both;
    }

    /** The series of one exporter that do not have the same value in each of its answers that has them. */
    static Set<String> moving(List<Answer> answers) {
        Set<String> moving = new HashSet<>();
        for (Answer answer : answers) {
            answer.samples()
                    .forEach((family, samples) -> samples.forEach((series, sample) -> {
                        boolean moves = answers.stream()
                                .map(other -> other.find(family, series))
                                .anyMatch(other -> other.isPresent()
                                        && Double.compare(other.get().value(), sample.value()) != 0);
                        if (moves) {
                            moving.add(series);
                        }
                    }));
        }
        return moving;
    }

    /** The reference's first answer. */
    Answer reference() {
        return reference.get(0);
    }

    /** Our first answer. */
    Answer ours() {
        return ours.get(0);
    }

    /** The share of the reference's series whose values can be compared, from 0 to 1: a comparison of moving series says little. */
    double steadyShare() {
        long all = 0;
        long steady = 0;
        for (Map.Entry<String, Map<String, Sample>> family :
                reference().samples().entrySet()) {
            for (String series : family.getValue().keySet()) {
                all++;
                if (steady(reference, family.getKey(), series).isPresent()
                        && steady(ours, family.getKey(), series).isPresent()) {
                    steady++;
                }
            }
        }
        return all == 0 ? 1 : (double) steady / all;
    }

    /** All that differs, in the reference's order. */
    List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        reference().types().forEach((family, type) -> {
            String other = ours().types().get(family);
            if (other == null) {
                differences.add(new Difference(Kind.FAMILY, family, NO_SAMPLE, type, ""));
                return;
            }
            if (!type.equals(other)) {
                differences.add(new Difference(Kind.TYPE, family, NO_SAMPLE, type, other));
            }
            compareSeries(family, differences);
        });
        return differences;
    }

    private void compareSeries(String family, List<Difference> differences) {
        reference().family(family).forEach((series, sample) -> {
            if (ours.stream().anyMatch(answer -> answer.find(family, series).isEmpty())) {
                if (reference.stream()
                        .allMatch(answer -> answer.find(family, series).isPresent())) {
                    differences.add(new Difference(Kind.MISSING, family, sample, sample.text(), ""));
                }
                return;
            }
            Optional<Double> theirs = steady(reference, family, series);
            Optional<Double> mine = steady(ours, family, series);
            if (theirs.isPresent() && mine.isPresent() && !theirs.equals(mine)) {
                differences.add(new Difference(
                        Kind.VALUE, family, sample, sample.text(), mine.get().toString()));
            }
        });
        ours().family(family).forEach((series, sample) -> {
            if (reference.stream()
                    .allMatch(answer -> answer.find(family, series).isEmpty())) {
                differences.add(new Difference(Kind.EXTRA, family, sample, "", sample.text()));
            }
        });
    }

    /** The value that a series has in every answer; empty when it moves or is not in every answer. Two NaN are the same. */
    private Optional<Double> steady(List<Answer> answers, String family, String series) {
        if (moving.contains(series)) {
            return Optional.empty();
        }
        List<Optional<Double>> values = answers.stream()
                .map(answer -> answer.find(family, series).map(Sample::value))
                .distinct()
                .toList();
        return values.size() == 1 ? values.get(0) : Optional.empty();
    }
}
