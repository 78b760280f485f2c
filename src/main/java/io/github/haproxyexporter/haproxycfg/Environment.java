package io.github.haproxyexporter.haproxycfg;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The environment that the configuration sees while it is read; {@code setenv} and its kin change it. */
final class Environment {
    private final Map<String, String> values;
    private final Set<String> missing = new LinkedHashSet<>();

    Environment(Map<String, String> initial) {
        values = new HashMap<>(initial);
    }

    /** The variable's value; one that is absent is remembered for {@link #takeMissing()}. */
    Optional<String> get(String name) {
        String value = values.get(name);
        if (value == null) {
            missing.add(name);
        }
        return Optional.ofNullable(value);
    }

    /** The variable's value, without taking note of its absence. */
    Optional<String> peek(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Sets a variable that belongs to the place being read, such as {@code .LINE}. */
    void put(String name, String value) {
        values.put(name, value);
    }

    /** The names that were asked for and absent since the last call. */
    Set<String> takeMissing() {
        Set<String> taken = Collections.unmodifiableSet(new LinkedHashSet<>(missing));
        missing.clear();
        return taken;
    }

    /** Applies {@code setenv}, {@code presetenv}, {@code unsetenv}, {@code resetenv}; leaves all other statements alone. */
    void apply(Statement statement) {
        List<String> arguments = statement.arguments(1);
        switch (statement.word(0)) {
            case "setenv" -> arguments.stream().limit(1).forEach(name -> values.put(name, statement.word(2)));
            case "presetenv" ->
                arguments.stream().limit(1).forEach(name -> values.putIfAbsent(name, statement.word(2)));
            case "unsetenv" -> arguments.forEach(values::remove);
            case "resetenv" -> values.keySet().retainAll(Set.copyOf(arguments));
            default -> {}
        }
    }
}
