package io.github.haproxyexporter.metrics;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which families of HAProxy are exported, and which of their states. */
public final class FamilyFilter {

    /** Stands for the families of {@code shipped.txt}: those that the shipped rules and dashboards use. */
    public static final String SHIPPED = "@shipped";

    private final Set<String> included = new LinkedHashSet<>();
    private final Predicate<String> families;
    private final boolean allStates;

    /**
     * Makes a filter.
     *
     * @param included the only families, by name with {@code *} for any characters, or {@link #SHIPPED}; empty for all
     * @param excluded families that are left out, in the same form
     * @param allStates whether an object has a series for each state, not only for the one that it is in
     */
    public FamilyFilter(List<String> included, List<String> excluded, boolean allStates) {
        included.forEach(name -> this.included.addAll(expanded(name)));
        Predicate<String> without = matching(excluded.stream()
                        .flatMap(name -> expanded(name).stream())
                        .toList())
                .negate();
        this.families = included.isEmpty() ? without : matching(this.included).and(without);
        this.allStates = allStates;
    }

    /** Leaves nothing out. */
    public static FamilyFilter everything() {
        return new FamilyFilter(List.of(), List.of(), true);
    }

    /** Whether a text is in the form that the lists take. */
    public static boolean isName(String text) {
        return text.equals(SHIPPED) || text.matches("[A-Za-z0-9_:*]++");
    }

    boolean has(String family) {
        return families.test(family);
    }

    /** Whether it may have families beside these, such as those of columns that no documentation names. */
    boolean mayHaveOthers(Set<String> names) {
        return included.isEmpty() || !names.containsAll(included);
    }

    boolean hasAllStates() {
        return allStates;
    }

    private static List<String> expanded(String name) {
        return name.equals(SHIPPED) ? Catalogue.lines("shipped.txt") : List.of(name);
    }

    private static Predicate<String> matching(Collection<String> names) {
        return Pattern.compile(String.join("|", names).replace("*", ".*")).asMatchPredicate();
    }
}
