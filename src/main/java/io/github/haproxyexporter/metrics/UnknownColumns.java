package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.metrics.Block.NumberBlock;
import io.github.haproxyexporter.metrics.Block.Scale;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.Nature;
import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes families of the columns that no documentation names: those that a newer HAProxy has, and those of its modules. Named
 * after the column, typed by its nature in {@code show stat typed}.
 */
record UnknownColumns(KnownColumns known, Profile profile, ServerFilter servers, FamilyFilter filter) {

    private static final String TOTAL = "_total";

    /** The modules whose columns do not all begin with their name; HAProxy spells one of them "pack". */
    private static final Map<String, String> MODULES = Map.of("qpack", "h3", "pack", "h3");

    /** The families, none of which takes a name from the others or from those that are there. */
    List<Family> families(Snapshot snapshot, Selection selection, ObjectBlocks objects, List<Family> others) {
        Set<String> taken = new HashSet<>();
        others.forEach(family -> taken.addAll(claims(family.name(), family.type())));
        List<Family> families = new ArrayList<>();
        boolean module = false;
        for (String column : snapshot.table().header()) {
            module |= column.equals(KnownColumns.MODULE_SEPARATOR);
            NumberColumn numbers = snapshot.table().number(column);
            if (numbers == null || known.isKnown(column) || (module && !selection.extraCounters())) {
                continue;
            }
            Nature nature = snapshot.natures().getOrDefault(column, Nature.UNKNOWN);
            if (nature == Nature.TEXT) {
                continue;
            }
            MetricType type = type(nature, module);
            for (ObjectKind kind : ObjectKind.values()) {
                String name = name(kind, column, type);
                if (isWanted(kind, name, column, selection)
                        && hasValue(numbers, objects.rows(kind))
                        && Collections.disjoint(taken, claims(name, type))) {
                    taken.addAll(claims(name, type));
                    families.add(new Family(
                            name,
                            type,
                            "Column " + column + " of HAProxy's statistics, of a " + kind.label() + ".",
                            List.of(new NumberBlock(
                                    objects.labels(kind),
                                    labels(column, module),
                                    new Numbers(numbers, objects.rows(kind)),
                                    Scale.AS_IS,
                                    false))));
                }
            }
        }
        return families;
    }

    /** The names that a family takes in either format: in OpenMetrics a counter goes without its ending. */
    private static List<String> claims(String name, MetricType type) {
        if (type != MetricType.COUNTER || !name.endsWith(TOTAL)) {
            return List.of(name);
        }
        String base = name.substring(0, name.length() - TOTAL.length());
        return List.of(name, base, base + "_created");
    }

    /** HAProxy's own exporter names the module in a label. */
    private List<Label> labels(String column, boolean module) {
        if (profile != Profile.PROMEX || !module) {
            return List.of();
        }
        String prefix = column.substring(0, Math.max(0, column.indexOf('_')));
        return List.of(new Label("mod", MODULES.getOrDefault(prefix, prefix)));
    }

    private boolean isWanted(ObjectKind kind, String name, String column, Selection selection) {
        return selection.hasScope(kind.label())
                && selection.hasObject(kind.label())
                && selection.hasFamily(name)
                && filter.has(name)
                && (kind != ObjectKind.SERVER || servers.hasColumn(List.of(column)));
    }

    /** HAProxy's own exporter calls every column of a module a counter, open connections included. */
    private MetricType type(Nature nature, boolean module) {
        if (profile == Profile.PROMEX && module) {
            return MetricType.COUNTER;
        }
        return switch (nature) {
            case COUNTER -> MetricType.COUNTER;
            case GAUGE -> MetricType.GAUGE;
            case TEXT, UNKNOWN -> MetricType.UNKNOWN;
        };
    }

    private String name(ObjectKind kind, String column, MetricType type) {
        String name = "haproxy_" + kind.label() + "_" + column.replaceAll("[^A-Za-z0-9_]", "_");
        if (profile == Profile.PROMEX) {
            return name;
        }
        boolean total = name.endsWith(TOTAL);
        if (type == MetricType.COUNTER) {
            return total ? name : name + TOTAL;
        }
        return total ? name.substring(0, name.length() - TOTAL.length()) : name;
    }

    private static boolean hasValue(NumberColumn numbers, int[] rows) {
        for (int row : rows) {
            if (numbers.at(row) != NumberColumn.EMPTY) {
                return true;
            }
        }
        return false;
    }
}
