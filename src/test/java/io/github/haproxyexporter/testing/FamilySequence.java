package io.github.haproxyexporter.testing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Takes an exposition line by line, groups it to families, and refuses what breaks a rule between lines. */
final class FamilySequence {
    private final Dialect dialect;
    private final Consumer<Family> consumer;
    private final Set<String> finished = new HashSet<>();
    private final Map<String, String> ownerOfSampleName = new HashMap<>();
    private Optional<FamilyBuilder> current = Optional.empty();

    FamilySequence(Dialect dialect, Consumer<Family> consumer) {
        this.dialect = dialect;
        this.consumer = consumer;
    }

    void line(String line) {
        if (line.isEmpty()) {
            throw new IllegalArgumentException("a blank line");
        }
        if (line.charAt(0) == '#') {
            metadata(line);
        } else {
            sample(SampleLine.parse(line, dialect));
        }
    }

    void end() {
        current.ifPresent(this::finish);
        current = Optional.empty();
    }

    private void metadata(String line) {
        String[] parts = line.split(" ", 4);
        if (parts.length < 3 || !parts[0].equals("#") || !dialect.metadata().contains(parts[1])) {
            throw new IllegalArgumentException("neither a sample nor a comment of " + dialect.metadata());
        }
        Names.requireMetric(parts[2]);
        if (parts.length < 4) {
            throw new IllegalArgumentException(parts[1] + " has no text");
        }
        familyNamed(parts[2]).metadata(parts[1], parts[3]);
    }

    private void sample(Sample sample) {
        FamilyBuilder family =
                current.filter(candidate -> candidate.owns(sample.name())).orElseGet(() -> familyNamed(sample.name()));
        family.add(sample);
    }

    private FamilyBuilder familyNamed(String name) {
        if (current.isPresent() && current.get().name().equals(name)) {
            return current.get();
        }
        end();
        if (!finished.add(name)) {
            throw new IllegalArgumentException("family " + name + " comes a second time, after others");
        }
        FamilyBuilder family = new FamilyBuilder(name, dialect);
        current = Optional.of(family);
        return family;
    }

    private void finish(FamilyBuilder builder) {
        Family family = builder.build();
        for (String suffix : dialect.suffixes(family.type())) {
            String owner = ownerOfSampleName.putIfAbsent(family.name() + suffix, family.name());
            if (owner != null) {
                throw new IllegalArgumentException("families " + owner + " and " + family.name()
                        + " both claim the sample name " + family.name() + suffix);
            }
        }
        consumer.accept(family);
    }
}
