package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.haproxyexporter.pages.DashboardSource.Panel;
import java.util.Map;

/** How a panel shows its numbers: unit, colours, names for values, and where a click leads. */
final class PanelFields {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The variables and times that the reader has chosen, for the next dashboard. */
    private static final String CHOSEN =
            "${datasource:queryparam}&${job:queryparam}&${instance:queryparam}&${haproxy:queryparam}&${__url_time_range}";

    private PanelFields() {}

    static ObjectNode write(Panel panel) {
        ObjectNode fields = JSON.createObjectNode();
        ObjectNode defaults = fields.putObject("defaults").put("unit", panel.unit());
        if (panel.type().equals("timeseries")) {
            if (panel.queries().stream().noneMatch(query -> query.expression().startsWith("-"))) {
                defaults.put("min", 0);
            }
            defaults.set("custom", lines(panel));
        }
        if (!Double.isNaN(panel.max())) {
            defaults.put("max", panel.max());
        }
        defaults.putObject("color").put("mode", panel.type().equals("timeseries") ? "palette-classic" : "thresholds");
        defaults.set("thresholds", thresholds(panel.thresholds()));
        defaults.set("mappings", mappings(panel.values()));
        if (!panel.link().isEmpty()) {
            defaults.putArray("links").add(seriesLink(panel.link()));
        }
        ArrayNode overrides = fields.putArray("overrides");
        panel.columns().forEach((field, heading) -> column(panel, field, heading.toString(), overrides));
        return fields;
    }

    private static ObjectNode lines(Panel panel) {
        ObjectNode custom = JSON.createObjectNode()
                .put("lineWidth", 1)
                .put("fillOpacity", panel.stack() ? 30 : 8)
                .put("showPoints", "never")
                .put("spanNulls", false);
        custom.putObject("stacking").put("group", "A").put("mode", panel.stack() ? "normal" : "none");
        custom.putObject("thresholdsStyle").put("mode", panel.thresholds().size() > 1 ? "line" : "off");
        return custom;
    }

    private static ObjectNode thresholds(Map<String, Object> colors) {
        ObjectNode thresholds = JSON.createObjectNode().put("mode", "absolute");
        ArrayNode steps = thresholds.putArray("steps");
        if (colors.isEmpty()) {
            steps.addObject().put("color", "text").putNull("value");
        }
        colors.forEach((color, value) -> {
            ObjectNode step = steps.addObject().put("color", color);
            if (steps.size() == 1) {
                // The first colour holds from the beginning.
                step.putNull("value");
            } else {
                step.put("value", ((Number) value).doubleValue());
            }
        });
        return thresholds;
    }

    private static ArrayNode mappings(Map<String, Object> values) {
        ArrayNode mappings = JSON.createArrayNode();
        if (!values.isEmpty()) {
            ObjectNode options = mappings.addObject().put("type", "value").putObject("options");
            values.forEach((value, shown) -> Yaml.asMap(shown)
                    .forEach((text, color) -> options.putObject(value)
                            .put("text", text)
                            .put("color", color.toString())
                            .put("index", options.size() - 1)));
        }
        return mappings;
    }

    private static void column(Panel panel, String field, String heading, ArrayNode overrides) {
        Object target = panel.links().get(heading);
        Object colors = panel.color().get(heading);
        boolean number = field.startsWith("Value");
        if (target == null && colors == null && number) {
            return;
        }
        ObjectNode override = overrides.addObject();
        override.putObject("matcher").put("id", "byName").put("options", heading);
        ArrayNode properties = override.putArray("properties");
        if (!number) {
            // A server may be called 1: a name is not a number with a unit.
            properties.addObject().put("id", "unit").put("value", "string");
        }
        if (target != null) {
            properties.addObject().put("id", "links").putArray("value").add(cellLink(target.toString()));
        }
        if (colors != null) {
            properties.addObject().put("id", "thresholds").set("value", thresholds(Yaml.asMap(colors)));
            properties
                    .addObject()
                    .put("id", "custom.cellOptions")
                    .putObject("value")
                    .put("type", "color-text");
        }
    }

    private static ObjectNode seriesLink(String uid) {
        String narrowed = switch (uid) {
            case "haproxy-backend" -> "&var-backend=${__field.labels.backend}";
            case "haproxy-frontend" -> "&var-frontend=${__field.labels.frontend}";
            default -> "";
        };
        return link("Details", "/d/" + uid + "?" + CHOSEN + narrowed);
    }

    private static ObjectNode cellLink(String target) {
        if (target.startsWith("HAProxy")) {
            return link("Runbook: " + target, DashboardWriter.RUNBOOKS + target + ".md")
                    .put("targetBlank", true);
        }
        return link("Details", "/d/" + target + "?" + CHOSEN + "&var-backend=${__data.fields.Backend}");
    }

    private static ObjectNode link(String title, String url) {
        return JSON.createObjectNode().put("title", title).put("url", url);
    }
}
