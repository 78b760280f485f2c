package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.stats.ObjectKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One metric: where it comes from and what it is called.
 *
 * @param object what it is about: an {@link ObjectKind}'s label, {@code process}, {@code version}, {@code sticktable}, {@code resolver}
 * @param sources columns of {@code show stat}, fields of {@code show info} or columns of records; the first that is there is read
 * @param labels of a row of {@code show stat}, labels beyond those that name the object; of records, labels with the names of the
 *     columns that their values come from
 * @param exporterName the family's name in the exporter profile, or empty
 * @param promexName the family's name in the promex profile, or empty
 * @param nanWhenEmpty whether the promex profile gives NaN for an empty cell, as HAProxy's own exporter does
 * @param httpOnly whether the promex profile has samples of HTTP proxies only, as HAProxy's own exporter does
 */
public record CatalogueRow(
        String object,
        List<String> sources,
        List<Label> labels,
        String exporterName,
        String promexName,
        MetricType exporterType,
        MetricType promexType,
        Derivation derivation,
        boolean nanWhenEmpty,
        boolean httpOnly,
        String help) {

    /** The family's name in a profile; empty where the profile has no such family. */
    public Optional<String> family(Profile profile) {
        String name = profile == Profile.EXPORTER ? exporterName : promexName;
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    public MetricType type(Profile profile) {
        return profile == Profile.EXPORTER ? exporterType : promexType;
    }

    /** The kind of rows that it is about; empty for the process and the like. */
    public Optional<ObjectKind> kind() {
        return ObjectKind.labelled(object);
    }

    /** The value of the {@code scope} parameter that selects it. */
    String scope() {
        if (Selection.SCOPES.contains(object)) {
            return object;
        }
        return object.startsWith("server_") ? "server" : Selection.GLOBAL;
    }

    static CatalogueRow parse(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != 9) {
            throw new IllegalArgumentException("catalogue row with " + cells.length + " cells, expected 9: " + line);
        }
        String[] types = cells[5].split("/", -1);
        return new CatalogueRow(
                cells[0],
                List.of(cells[1].split("\\|")),
                cells[2].equals("-") ? List.of() : Label.parseAll(cells[2]),
                name(cells[0], cells[3]),
                name(cells[0], cells[4]),
                type(types[0]),
                type(types[types.length - 1]),
                Derivation.valueOf(cells[6].toUpperCase(Locale.ROOT)),
                cells[7].equals("nan"),
                cells[7].equals("http"),
                cells[8]);
    }

    private static String name(String object, String suffix) {
        return suffix.equals("-") ? "" : suffix.equals(".") ? "haproxy_" + object : "haproxy_" + object + "_" + suffix;
    }

    private static MetricType type(String name) {
        return MetricType.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
