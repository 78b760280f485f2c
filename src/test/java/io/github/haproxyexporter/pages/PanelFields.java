package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.haproxyexporter.pages.DashboardSource.Panel;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** How a panel shows its numbers: unit, colours, names for values, and where a click leads. */
final class PanelFields {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The variables and times that the reader has chosen, for the next dashboard. */
    private static final String CHOSEN =
            "${datasource:queryparam}&${job:queryparam}&${haproxy:queryparam}&${__url_time_range}";
    /** Of a number that is not there. It is not green: nobody knows. */
    private static final String UNKNOWN = "purple";

    private PanelFields() {}

    static ObjectNode write(Panel panel, DashboardProfile profile) {
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
        defaults.put("noValue", panel.none());
        defaults.set("thresholds", thresholds(panel.thresholds(), panel.type().equals("stat")));
        defaults.set("mappings", mappings(panel.values()));
        if (!panel.link().isEmpty()) {
            defaults.putArray("links").add(seriesLink(panel.link(), profile));
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

    /** Grafana gives the first colour to what has no number. */
    private static ObjectNode thresholds(Map<String, Object> colors, boolean mayBeUnknown) {
        ObjectNode thresholds = JSON.createObjectNode().put("mode", "absolute");
        ArrayNode steps = thresholds.putArray("steps");
        if (colors.isEmpty()) {
            steps.addObject().put("color", "text").putNull("value");
        } else if (mayBeUnknown) {
            steps.addObject().put("color", UNKNOWN).putNull("value");
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
        // A server may be called 1: a name is not a number with a unit.
        String unit = field.startsWith("Value")
                ? panel.units().getOrDefault(heading, panel.unit()).toString()
                : "string";
        if (target == null && colors == null && unit.equals(panel.unit())) {
            return;
        }
        ObjectNode override = overrides.addObject();
        override.putObject("matcher").put("id", "byName").put("options", heading);
        ArrayNode properties = override.putArray("properties");
        if (!unit.equals(panel.unit())) {
            properties.addObject().put("id", "unit").put("value", unit);
        }
        if (target != null) {
            properties.addObject().put("id", "links").putArray("value").add(cellLink(target.toString()));
        }
        if (colors != null) {
            properties.addObject().put("id", "thresholds").set("value", thresholds(Yaml.asMap(colors), false));
            properties.addObject().put("id", "custom.displayMode").put("value", "color-text");
        }
    }

    /** From a series to its own page: it must have the labels that are chosen there. */
    private static ObjectNode seriesLink(String uid, DashboardProfile profile) {
        return link("Details", details(uid, name -> "${__field.labels." + profile.expression(name) + "}"));
    }

    private static ObjectNode cellLink(String target) {
        if (target.startsWith("HAProxy") || target.equals("alert")) {
            boolean isFixed = !target.equals("alert");
            return link(
                            isFixed ? "Runbook: " + target : "Runbook",
                            DashboardWriter.RUNBOOKS + (isFixed ? target : "${__value.raw}") + ".md")
                    .put("targetBlank", true);
        }
        return link(
                "Details",
                details(
                        target,
                        name -> "${__data.fields." + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "}"));
    }

    private static String details(String uid, UnaryOperator<String> value) {
        List<String> narrowed = switch (uid.substring(uid.lastIndexOf('-') + 1)) {
            case "server" -> List.of("instance", "backend", "server");
            case "backend" -> List.of("instance", "backend");
            case "frontend" -> List.of("instance", "frontend");
            default -> List.of("instance");
        };
        return "/d/" + uid + "?" + CHOSEN
                + narrowed.stream()
                        .map(name -> "&var-" + name + "=" + value.apply(name))
                        .collect(Collectors.joining());
    }

    private static ObjectNode link(String title, String url) {
        return JSON.createObjectNode().put("title", title).put("url", url);
    }
}
