package io.github.haproxyexporter.metrics;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What one scrape asks for: the query parameters of HAProxy's own exporter.
 *
 * @param scopes the objects wanted
 * @param included the only families wanted; empty for all
 * @param excluded families not wanted
 * @param noMaintenance whether servers in maintenance are left out
 * @param extraCounters whether the modules' columns are wanted
 * @param objects the only objects of the catalogue that are wanted; empty for all
 */
public record Selection(
        Set<String> scopes,
        Set<String> included,
        Set<String> excluded,
        boolean noMaintenance,
        boolean extraCounters,
        Set<String> objects) {

    static final String GLOBAL = "global";

    /** The scopes of HAProxy's own exporter. */
    static final Set<String> SCOPES = Collections.unmodifiableSet(new LinkedHashSet<>(
            List.of(GLOBAL, "frontend", "listener", "backend", "server", "sticktable", "resolver")));

    /** Included alone, it leaves no family: none has an empty name. */
    private static final Set<String> NOTHING = Set.of("");

    /** Everything but the modules' columns. */
    public static Selection everything() {
        return new Selection(SCOPES, Set.of(), Set.of(), false, false, Set.of());
    }

    /**
     * Reads the query parameters in their order ({@code no-maint} alone has an empty value), as HAProxy's own exporter does: an empty {@code scope} forgets those before it,
     * {@code scope=*} means all; parameters that are not known are passed over.
     *
     * @throws IllegalArgumentException for a scope that does not exist
     */
    public static Selection of(List<Map.Entry<String, String>> parameters) {
        boolean anyScope = false;
        boolean noMaintenance = false;
        boolean extraCounters = false;
        Set<String> scopes = new LinkedHashSet<>();
        Set<String> included = new LinkedHashSet<>();
        Set<String> excluded = new LinkedHashSet<>();
        for (Map.Entry<String, String> parameter : parameters) {
            switch (parameter.getKey()) {
                case "scope" -> {
                    anyScope = true;
                    addScope(scopes, parameter.getValue());
                }
                case "metrics" -> addMetrics(included, excluded, parameter.getValue());
                case "no-maint" -> noMaintenance = true;
                case "extra-counters" -> extraCounters = true;
                default -> {}
            }
        }
        return new Selection(anyScope ? scopes : SCOPES, included, excluded, noMaintenance, extraCounters, Set.of());
    }

    private static void addScope(Set<String> scopes, String scope) {
        if (scope.isEmpty()) {
            scopes.clear();
        } else if (scope.equals("*")) {
            scopes.addAll(SCOPES);
        } else if (SCOPES.contains(scope)) {
            scopes.add(scope);
        } else {
            throw new IllegalArgumentException(
                    "unknown scope: expected one of " + String.join(", ", SCOPES) + ", * for all, or nothing for none");
        }
    }

    private static void addMetrics(Set<String> included, Set<String> excluded, String list) {
        for (String name : list.split(",", -1)) {
            if (name.startsWith("-")) {
                excluded.add(name.substring(1));
            } else if (!name.isEmpty()) {
                included.add(name);
            }
        }
    }

    /** The same of some objects only, as {@code collect[]} selects them. */
    public Selection only(Set<String> chosen) {
        return new Selection(scopes, included, excluded, noMaintenance, extraCounters, Set.copyOf(chosen));
    }

    /** Whether anything of an object, such as {@code server} or {@code sticktable}, is wanted. */
    boolean hasObject(String object) {
        return objects.isEmpty() || objects.contains(object);
    }

    /** The same selection with only those names of families that exist, in one spelling for all that mean the same. */
    Selection normalized(Predicate<String> exists) {
        if (included.isEmpty()) {
            return new Selection(scopes, included, filtered(excluded, exists), noMaintenance, extraCounters, objects);
        }
        Set<String> wanted = filtered(included, exists.and(name -> !excluded.contains(name)));
        return new Selection(
                scopes, wanted.isEmpty() ? NOTHING : wanted, Set.of(), noMaintenance, extraCounters, objects);
    }

    private static Set<String> filtered(Set<String> names, Predicate<String> kept) {
        return names.stream().filter(kept).collect(Collectors.toSet());
    }

    /** Whether the families of a scope are wanted. */
    boolean hasScope(String scope) {
        return scopes.contains(scope);
    }

    /** Whether a family is wanted by its name. */
    public boolean hasFamily(String name) {
        return !excluded.contains(name) && (included.isEmpty() || included.contains(name));
    }
}
