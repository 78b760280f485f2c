package io.github.haproxyexporter.pages;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A dashboard as a person writes it, in {@code grafana/source}, in the names of one profile. Selectors are short: {@code <process>}, {@code <backend>},
 * {@code <server>}, {@code <frontend>} and {@code <exporter>} stand for the matchers of the dashboard's variables. {@code <zero>} is 0 while at least one
 * HAProxy can be read, and nothing while none can.
 *
 * @param variables those beside data source, job and instance
 */
record DashboardSource(
        DashboardProfile profile,
        String title,
        String uid,
        String description,
        List<String> variables,
        List<Row> rows) {
    static final Path FOLDER = Path.of("grafana/source");

    private static final String PROCESS = "job=~\"$job\",instance=~\"$instance\",haproxy=~\"$haproxy\"";
    private static final Map<String, String> SELECTORS = Map.of(
            "<zero>", "0 * sum(haproxy_up{" + PROCESS + "} == 1)",
            "<exporter>", "job=~\"$job\",instance=~\"$instance\"",
            "<process>", PROCESS,
            "<frontend>", PROCESS + ",frontend=~\"$frontend\"",
            "<backend>", PROCESS + ",backend=~\"$backend\"",
            "<server>", PROCESS + ",backend=~\"$backend\",server=~\"$server\"");

    private static final Set<String> PANEL_KEYS = Set.of(
            "panel",
            "only",
            "type",
            "width",
            "height",
            "description",
            "unit",
            "max",
            "stack",
            "thresholds",
            "values",
            "columns",
            "links",
            "color",
            "units",
            "sort",
            "none",
            "link",
            "runbook",
            "queries");

    /**
     * Panels under one heading.
     *
     * @param collapsed whether its panels ask for nothing until the reader opens it
     */
    record Row(String title, boolean collapsed, List<Panel> panels) {}

    /**
     * One panel.
     *
     * @param thresholds colour to the value at which it begins
     * @param values number to its one name and colour
     * @param columns field to its heading, in the order of a table's columns; other fields are hidden
     * @param links column to the dashboard or runbook that its cells lead to; {@code alert} is the runbook of the alert in the cell
     * @param color column to its own thresholds
     * @param units column to its own unit
     * @param sort column to {@code asc} or {@code desc}
     * @param none what stands there without data
     * @param link the dashboard that a series leads to, empty for none
     * @param runbook the alert whose runbook the panel leads to, empty for none
     */
    record Panel(
            String title,
            String type,
            int width,
            int height,
            String description,
            String unit,
            double max,
            boolean stack,
            Map<String, Object> thresholds,
            Map<String, Object> values,
            Map<String, Object> columns,
            Map<String, Object> links,
            Map<String, Object> color,
            Map<String, Object> units,
            Map<String, Object> sort,
            String none,
            String link,
            String runbook,
            List<Query> queries) {}

    record Query(String expression, String legend) {}

    static DashboardSource read(Path file, DashboardProfile profile) {
        Map<String, Object> dashboard = Yaml.read(file);
        onlyKeys(dashboard, Set.of("title", "uid", "description", "variables", "rows"));
        return new DashboardSource(
                profile,
                profile.title(Yaml.string(dashboard, "title")),
                profile.uid(Yaml.string(dashboard, "uid")),
                Yaml.string(dashboard, "description"),
                ((List<?>) dashboard.get("variables"))
                        .stream().map(Object::toString).toList(),
                Yaml.maps(dashboard, "rows").stream()
                        .map(row -> row(row, profile))
                        .toList());
    }

    List<Panel> panels() {
        return rows.stream().flatMap(row -> row.panels().stream()).toList();
    }

    private static Row row(Map<String, Object> row, DashboardProfile profile) {
        onlyKeys(row, Set.of("row", "collapsed", "panels"));
        return new Row(
                Yaml.string(row, "row"),
                (boolean) row.getOrDefault("collapsed", false),
                Yaml.maps(row, "panels").stream()
                        .filter(panel ->
                                panel.getOrDefault("only", profile.flag()).equals(profile.flag()))
                        .map(panel -> panel(panel, profile))
                        .toList());
    }

    private static Panel panel(Map<String, Object> panel, DashboardProfile profile) {
        onlyKeys(panel, PANEL_KEYS);
        String type = panel.getOrDefault("type", "timeseries").toString();
        Map<String, Object> columns = new LinkedHashMap<>();
        map(panel, "columns").forEach((field, heading) -> columns.put(profile.expression(field), heading));
        Map<String, Object> links = map(panel, "links");
        links.replaceAll((heading, target) -> profile.uid(target.toString()));
        return new Panel(
                Yaml.string(panel, "panel"),
                type,
                (int) panel.getOrDefault("width", 8),
                (int) panel.getOrDefault("height", type.equals("stat") ? 4 : 8),
                Yaml.string(panel, "description"),
                Yaml.string(panel, "unit"),
                ((Number) panel.getOrDefault("max", Double.NaN)).doubleValue(),
                (boolean) panel.getOrDefault("stack", false),
                map(panel, "thresholds"),
                map(panel, "values"),
                columns,
                links,
                map(panel, "color"),
                map(panel, "units"),
                map(panel, "sort"),
                panel.getOrDefault("none", "No data").toString(),
                profile.uid(panel.getOrDefault("link", "").toString()),
                panel.getOrDefault("runbook", "").toString(),
                Yaml.maps(panel, "queries").stream()
                        .map(query -> query(query, profile))
                        .toList());
    }

    private static Query query(Map<String, Object> query, DashboardProfile profile) {
        onlyKeys(query, Set.of("expr", "legend"));
        String expression = Yaml.string(query, "expr");
        for (Map.Entry<String, String> selector : SELECTORS.entrySet()) {
            expression = expression.replace(selector.getKey(), selector.getValue());
        }
        return new Query(profile.expression(expression), profile.legend(Yaml.string(query, "legend")));
    }

    private static Map<String, Object> map(Map<String, Object> panel, String key) {
        Map<String, Object> map = new LinkedHashMap<>();
        // Keys may be numbers, as those of "values" are.
        ((Map<?, ?>) panel.getOrDefault(key, Map.of())).forEach((name, value) -> map.put(name.toString(), value));
        return map;
    }

    private static void onlyKeys(Map<String, Object> map, Set<String> known) {
        for (String key : map.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException("unknown key \"" + key + "\" in " + map + ", expected " + known);
            }
        }
    }
}
