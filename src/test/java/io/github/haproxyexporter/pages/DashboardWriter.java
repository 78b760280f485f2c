package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.haproxyexporter.pages.DashboardSource.Panel;
import io.github.haproxyexporter.pages.DashboardSource.Row;
import java.util.List;

/** Writes a dashboard as Grafana's JSON, in the schema of Grafana 9.1; later ones migrate it as they read it. */
final class DashboardWriter {
    static final int SCHEMA_VERSION = 37;
    static final String RUNBOOKS = "https://github.com/haproxyexporter/haproxy-exporter/blob/main/docs/runbooks/";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GRID_WIDTH = 24;

    private final DashboardProfile profile;
    private int nextId = 1;
    private int x;
    private int y;
    private int rowHeight;

    private DashboardWriter(DashboardProfile profile) {
        this.profile = profile;
    }

    static String write(DashboardSource source) {
        ObjectNode dashboard = JSON.createObjectNode();
        dashboard.putNull("id").put("uid", source.uid()).put("title", source.title());
        dashboard.put("description", source.description()).put("schemaVersion", SCHEMA_VERSION);
        dashboard.put("version", 1).put("editable", true).put("graphTooltip", 1);
        dashboard.put("refresh", "30s").put("timezone", "browser").put("weekStart", "");
        dashboard.putArray("tags").add(source.profile().tag());
        dashboard.putObject("time").put("from", "now-1h").put("to", "now");
        dashboard.putObject("timepicker");
        dashboard.putObject("annotations").putArray("list").add(startsOfHaproxy());
        dashboard.set("links", dashboardLinks(source.profile()));
        dashboard.putObject("templating").set("list", DashboardVariables.write(source.variables(), source.profile()));
        ArrayNode panels = dashboard.putArray("panels");
        DashboardWriter writer = new DashboardWriter(source.profile());
        for (Row row : source.rows()) {
            ObjectNode heading = writer.row(row);
            panels.add(heading);
            ArrayNode place = row.collapsed() ? heading.withArray("panels") : panels;
            row.panels().forEach(panel -> place.add(writer.panel(panel)));
        }
        try {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
            printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
            return JSON.writer(printer).writeValueAsString(dashboard) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode datasource() {
        return JSON.createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
    }

    private ObjectNode row(Row row) {
        y += rowHeight;
        ObjectNode node = JSON.createObjectNode()
                .put("id", nextId++)
                .put("type", "row")
                .put("title", row.title())
                .put("collapsed", row.collapsed());
        position(node, 0, y, GRID_WIDTH, 1);
        node.putArray("panels");
        y++;
        x = 0;
        rowHeight = 0;
        return node;
    }

    private ObjectNode panel(Panel panel) {
        if (x + panel.width() > GRID_WIDTH) {
            x = 0;
            y += rowHeight;
            rowHeight = 0;
        }
        ObjectNode node = JSON.createObjectNode()
                .put("id", nextId++)
                .put("type", panel.type())
                .put("title", panel.title())
                .put("description", panel.description());
        position(node, x, y, panel.width(), panel.height());
        x += panel.width();
        rowHeight = Math.max(rowHeight, panel.height());
        node.set("datasource", datasource());
        node.set("targets", targets(panel));
        node.set("fieldConfig", PanelFields.write(panel, profile));
        node.set("options", options(panel));
        if (!panel.columns().isEmpty()) {
            node.set("transformations", tableColumns(panel));
        }
        if (!panel.runbook().isEmpty()) {
            node.putArray("links")
                    .add(link("link", "Runbook: " + panel.runbook()).put("url", RUNBOOKS + panel.runbook() + ".md"));
        }
        return node;
    }

    private static void position(ObjectNode panel, int x, int y, int width, int height) {
        panel.putObject("gridPos").put("x", x).put("y", y).put("w", width).put("h", height);
    }

    private static ArrayNode targets(Panel panel) {
        boolean instant = panel.type().equals("table") || panel.type().equals("stat");
        ArrayNode targets = JSON.createArrayNode();
        for (int i = 0; i < panel.queries().size(); i++) {
            ObjectNode target = targets.addObject().put("refId", String.valueOf((char) ('A' + i)));
            target.set("datasource", datasource());
            target.put("expr", panel.queries().get(i).expression());
            target.put("legendFormat", panel.queries().get(i).legend());
            target.put("instant", instant).put("range", !instant);
            target.put("format", panel.type().equals("table") ? "table" : "time_series");
        }
        return targets;
    }

    private static ObjectNode options(Panel panel) {
        ObjectNode options = JSON.createObjectNode();
        switch (panel.type()) {
            case "timeseries" -> {
                ObjectNode legend = options.putObject("legend")
                        .put("displayMode", "table")
                        .put("placement", "bottom")
                        .put("showLegend", true);
                legend.putArray("calcs").add("lastNotNull").add("max");
                options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
            }
            case "stat" -> {
                options.put("colorMode", panel.thresholds().isEmpty() ? "none" : "background")
                        .put("graphMode", "none")
                        .put("textMode", "auto");
                options.putObject("reduceOptions").putArray("calcs").add("lastNotNull");
            }
            case "state-timeline" -> {
                options.put("mergeValues", true).put("showValue", "auto").put("rowHeight", 0.9);
                options.putObject("legend")
                        .put("displayMode", "list")
                        .put("placement", "bottom")
                        .put("showLegend", true);
                options.putObject("tooltip").put("mode", "single");
            }
            case "table" -> {
                options.put("showHeader", true).put("cellHeight", "sm");
                ArrayNode sort = options.putArray("sortBy");
                panel.sort()
                        .forEach((heading, order) ->
                                sort.addObject().put("displayName", heading).put("desc", order.equals("desc")));
            }
            default ->
                throw new IllegalArgumentException("type " + panel.type() + " of panel " + panel.title()
                        + ", expected timeseries, stat, state-timeline or table");
        }
        return options;
    }

    /**
     * One row for each set of labels, the wanted columns in their order, and nothing else. Rows of several queries become one where they agree in all
     * columns that both have, so what is not wanted, as {@code __name__}, goes first.
     */
    private static ArrayNode tableColumns(Panel panel) {
        ArrayNode transformations = JSON.createArrayNode();
        transformations
                .addObject()
                .put("id", "filterFieldsByName")
                .putObject("options")
                .putObject("include")
                .set("names", JSON.valueToTree(List.copyOf(panel.columns().keySet())));
        if (panel.queries().size() > 1) {
            transformations.addObject().put("id", "merge").putObject("options");
        }
        ObjectNode organize = transformations.addObject().put("id", "organize").putObject("options");
        ObjectNode order = organize.putObject("indexByName");
        ObjectNode names = organize.putObject("renameByName");
        panel.columns().forEach((field, heading) -> {
            order.put(field, order.size());
            names.put(field, heading.toString());
        });
        return transformations;
    }

    private static ObjectNode startsOfHaproxy() {
        ObjectNode annotation = JSON.createObjectNode();
        annotation.set("datasource", datasource());
        return annotation
                .put("name", "HAProxy started")
                .put("enable", true)
                .put("hide", false)
                .put("iconColor", "blue")
                .put(
                        "expr",
                        "changes(haproxy_process_start_time_seconds{job=~\"$job\",instance=~\"$instance\",haproxy=~\"$haproxy\"}[$__rate_interval]) > 0")
                .put("titleFormat", "HAProxy {{instance}} {{haproxy}} started (reload or restart)");
    }

    private static ArrayNode dashboardLinks(DashboardProfile profile) {
        ArrayNode links = JSON.createArrayNode();
        ObjectNode others = link("dashboards", "HAProxy dashboards")
                .put("asDropdown", true)
                .put("includeVars", true)
                .put("keepTime", true)
                .put("targetBlank", false);
        others.withArray("tags").add(profile.tag());
        return links.add(others).add(link("link", "Runbooks").put("url", RUNBOOKS + "README.md"));
    }

    /** A link with all that Grafana's schema wants of one. */
    private static ObjectNode link(String type, String title) {
        ObjectNode link = JSON.createObjectNode()
                .put("type", type)
                .put("title", title)
                .put("icon", type.equals("link") ? "doc" : "external link")
                .put("tooltip", "")
                .put("asDropdown", false)
                .put("includeVars", false)
                .put("keepTime", false)
                .put("targetBlank", true);
        link.putArray("tags");
        return link;
    }
}
