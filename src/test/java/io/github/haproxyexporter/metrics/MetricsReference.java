package io.github.haproxyexporter.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Writes {@code docs/metrics.md} from the catalogue, and from an answer of the exporter for its own metrics. */
public final class MetricsReference {

    private static final String NONE = "–";

    private final Catalogue catalogue;
    private final StringBuilder page = new StringBuilder();

    private MetricsReference(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The page; {@code own} are the families of an answer whose second scrape it was. */
    public static String write(Catalogue catalogue, Map<String, io.github.haproxyexporter.testing.Family> own) {
        MetricsReference reference = new MetricsReference(catalogue);
        reference.introduction();
        reference.objects();
        reference.computed();
        reference.unknown();
        reference.ownMetrics(own);
        reference.queryParameters();
        return reference.page.toString();
    }

    private void introduction() {
        line("# Metrics");
        line("");
        line(
                "Written from `catalogue.tsv` by `mvn test -Dtest=MetricsReferenceTest -Dupdate=true`; do not edit by hand.");
        line("");
        line("Every family of the two profiles of `--metrics.profile`:");
        line("");
        line(
                "- `exporter` (default): the names and labels of prometheus/haproxy_exporter, and those of HAProxy's own exporter"
                        + " for what that one lacks.");
        line("- `promex`: the names and labels of HAProxy's own exporter.");
        line("");
        line(
                "A family is there when HAProxy has the source column and some object has a value in it. An empty cell gives"
                        + " no sample; where “NaN” stands, the `promex` profile gives `NaN` for it, and where “HTTP only” stands, it"
                        + " has samples of HTTP proxies only, as HAProxy's own exporter does."
                        + " Counters are passed on digit by digit, times in milliseconds are given in seconds.");
        line("");
        line(
                "`--metrics.include` and `--metrics.exclude` choose families of HAProxy by these names; `haproxy_up` and the"
                        + " exporter's own are always there. Of families with the label `state`, the `exporter` profile has only"
                        + " the series of the current state unless `--metrics.states=all` is set.");
        line("");
        line(
                "`haproxy_up` is 1 when HAProxy could be read completely, else 0; then no other family of HAProxy is there.");
    }

    private void objects() {
        Map<String, List<CatalogueRow>> byObject = new LinkedHashMap<>();
        for (CatalogueRow row : catalogue.rows()) {
            if (!isComputed(row)) {
                byObject.computeIfAbsent(row.object(), object -> new ArrayList<>())
                        .add(row);
            }
        }
        byObject.forEach((object, rows) -> {
            heading(title(object));
            String labels = objectLabels(rows.get(0));
            if (!labels.isEmpty()) {
                line(labels);
                line("");
            }
            table(rows);
        });
    }

    private void computed() {
        heading("Computed");
        line("Families that are made of several columns, or of texts.");
        line("");
        table(catalogue.rows().stream().filter(MetricsReference::isComputed).toList());
    }

    private void table(List<CatalogueRow> rows) {
        line("| `exporter` | `promex` | type | further labels | source | `promex` gives | meaning |");
        line("|---|---|---|---|---|---|---|");
        Map<String, List<CatalogueRow>> families = new LinkedHashMap<>();
        for (CatalogueRow row : rows) {
            String names = row.family(Profile.EXPORTER).orElse("") + " "
                    + row.family(Profile.PROMEX).orElse("");
            families.computeIfAbsent(names, any -> new ArrayList<>()).add(row);
        }
        families.values().forEach(this::family);
    }

    private void family(List<CatalogueRow> rows) {
        CatalogueRow first = rows.get(0);
        List<String> sources = new ArrayList<>();
        for (CatalogueRow row : rows) {
            sources.add(row.sources().stream()
                    .map(source -> "`" + source + "`")
                    .reduce((a, b) -> a + " or " + b)
                    .orElse(""));
        }
        cells(
                name(first, Profile.EXPORTER),
                name(first, Profile.PROMEX),
                types(first),
                further(rows),
                String.join(", ", sources),
                notApplying(first),
                first.help());
    }

    private static String name(CatalogueRow row, Profile profile) {
        return row.family(profile).map(name -> "`" + name + "`").orElse(NONE);
    }

    private static String types(CatalogueRow row) {
        String exporter = row.type(Profile.EXPORTER).name().toLowerCase(Locale.ROOT);
        String promex = row.type(Profile.PROMEX).name().toLowerCase(Locale.ROOT);
        boolean both = row.family(Profile.EXPORTER).isPresent()
                && row.family(Profile.PROMEX).isPresent();
        return exporter.equals(promex) || !both ? exporter : exporter + ", in `promex` " + promex;
    }

    /** What the promex profile does where a figure does not apply. */
    private static String notApplying(CatalogueRow row) {
        if (row.family(Profile.PROMEX).isEmpty()) {
            return "";
        }
        return row.nanWhenEmpty() ? "NaN" : row.httpOnly() ? "HTTP only" : "";
    }

    /** The labels beside those that name the object. */
    private static String further(List<CatalogueRow> rows) {
        TreeSet<String> names = new TreeSet<>();
        for (CatalogueRow row : rows) {
            row.labels().forEach(label -> names.add("`" + label.name() + "`"));
            switch (row.derivation()) {
                case SERVER_STATE, PROXY_STATE, LISTENER_STATE, CHECK_STATE, SERVER_COUNTS, CHECK_COUNTS ->
                    names.add("`state`");
                case DOWN_INFO -> names.addAll(List.of("`check_status`", "`check_code`", "`reason`"));
                case NUMBER, MILLISECONDS, AVERAGE, UP, CHECK_CODE, TEXT -> {}
            }
        }
        return String.join(", ", names);
    }

    private static boolean isComputed(CatalogueRow row) {
        return switch (row.derivation()) {
            case NUMBER, MILLISECONDS, AVERAGE, CHECK_CODE, TEXT -> false;
            case UP, SERVER_STATE, PROXY_STATE, LISTENER_STATE, CHECK_STATE, SERVER_COUNTS, CHECK_COUNTS, DOWN_INFO ->
                true;
        };
    }

    private static String title(String object) {
        return switch (object) {
            case "process" -> "Process";
            case "version" -> "Version";
            case "server_info" -> "Addresses of servers";
            case "server_out_of_service" -> "Servers out of service";
            case "server_events" -> "Changes of servers";
            case "sticktable" -> "Stick tables";
            case "resolver" -> "Resolvers";
            case "certificate_sni" -> "Names of certificates";
            case "certificates_data" -> "Age of what is told of certificates";
            case "master" -> "Master process";
            default -> Character.toUpperCase(object.charAt(0)) + object.substring(1) + "s";
        };
    }

    private static String objectLabels(CatalogueRow row) {
        if (row.kind().isPresent()) {
            return "Labels: " + quoted(Profile.EXPORTER.labels(row.kind().get())) + "; in the `promex` profile "
                    + quoted(Profile.PROMEX.labels(row.kind().get())) + ".";
        }
        return switch (row.object()) {
            case "server_info", "server_out_of_service" -> "Source: `show servers state`.";
            case "server_events" ->
                "Source: the ring of `--haproxy.events-ring`, which needs a socket of level `operator`; see"
                        + " [events](events.md).";
            case "sticktable" -> "Source: `show table`.";
            case "resolver" -> "Source: `show resolvers`.";
            case "peer" -> "Source: `show peers`, at most every 15 s. The local peer is left out.";
            case "certificate", "certificate_sni", "certificates_data" ->
                "Source: `show ssl sni`, before HAProxy 3.2 `show ssl cert`, which needs a socket of level `operator`. Read"
                        + " once in `--collector.certificates.interval`.";
            case "master" -> "Source: `show proc` on the socket of `--haproxy.master-socket`.";
            default ->
                "Source: `show info`; `proc:` marks what Linux says of that process with `--haproxy.pid-file`: of the"
                        + " one that `show info` names when HAProxy is asked through a unix socket and runs on this machine (in"
                        + " master-worker mode the worker), else of the one in the file.";
        };
    }

    private void unknown() {
        heading("Columns that are not listed");
        line("A column that this page does not know, as a newer HAProxy may have, is exported under its own name,"
                + " `haproxy_<object>_<column>`, with the type that `show stat typed` gives it. Columns of HAProxy's modules"
                + " (h1, h2, h3, quic, ssl and the like) are exported in the same way when a scrape asks for them by"
                + " `extra-counters`. In the `exporter` profile a counter's name ends with `_total` and no other does; the"
                + " `promex` profile calls every module's column a counter, as HAProxy's own exporter does.");
    }

    private void ownMetrics(Map<String, io.github.haproxyexporter.testing.Family> own) {
        heading("The exporter's own");
        line(
                "In both profiles. Beside these there are the `jvm_*` and `process_*` families of the exporter's own process."
                        + " With `--web.config.file` there are also `haproxy_exporter_config_last_reload_successful` and"
                        + " `haproxy_exporter_config_last_reload_success_timestamp_seconds`, with `--config.file`"
                        + " `haproxy_exporter_targets_last_reload_successful` and"
                        + " `haproxy_exporter_targets_last_reload_success_timestamp_seconds`.");
        line("");
        line("| family | type | labels | meaning |");
        line("|---|---|---|---|");
        own.values().stream()
                .filter(family -> family.name().startsWith("haproxy_exporter_"))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(family -> {
                    TreeSet<String> labels = new TreeSet<>();
                    family.samples()
                            .forEach(sample -> labels.addAll(sample.labels().keySet()));
                    cells(
                            "`" + family.name() + "`",
                            family.type(),
                            labels.isEmpty() ? "" : quoted(List.copyOf(labels)),
                            family.help().orElse(""));
                });
    }

    private void queryParameters() {
        heading("Query parameters");
        line(
                "In both profiles, and all but `collect[]` as HAProxy's own exporter has them; each spares HAProxy the work for"
                        + " what is left out.");
        line("");
        line("| parameter | meaning |");
        line("|---|---|");
        cells(
                "`scope=NAME`",
                "Only this scope: " + quoted(List.copyOf(Selection.everything().scopes()))
                        + "; repeatable. `scope=*` means all, an empty `scope=` forgets those before it.");
        cells(
                "`metrics=NAME,-NAME`",
                "Only the named families, or all but those with a minus; names as in the profile, `_total` included.");
        cells("`no-maint`", "Without servers in maintenance.");
        cells("`collect[]=NAME`", "Only what this collector reads, such as `stat`, `info` or `servers`; repeatable.");
        cells("`extra-counters`", "The columns of HAProxy's modules too.");
    }

    private static String quoted(List<String> names) {
        return "`" + String.join("`, `", names) + "`";
    }

    private void heading(String title) {
        line("");
        line("## " + title);
        line("");
    }

    private void cells(String... cells) {
        StringBuilder row = new StringBuilder("|");
        for (String cell : cells) {
            row.append(' ').append(cell.replace("|", "\\|")).append(cell.isEmpty() ? "|" : " |");
        }
        line(row.toString());
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
