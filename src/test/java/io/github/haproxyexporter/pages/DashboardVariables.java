package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The variables at the top of a dashboard: the data source, then each narrowed by those before it. */
final class DashboardVariables {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET = "job=~\"$job\",instance=~\"$instance\"";
    private static final String PROCESS = TARGET + ",haproxy=~\"$haproxy\"";

    private DashboardVariables() {}

    static ArrayNode write(List<String> names, DashboardProfile profile) {
        ArrayNode variables = JSON.createArrayNode();
        variables
                .addObject()
                .put("name", "datasource")
                .put("label", "Data source")
                .put("type", "datasource")
                .put("query", "prometheus")
                .put("hide", 0)
                .put("refresh", 1)
                .put("regex", "");
        variables.add(labels("job", "Job", "haproxy_up"));
        variables.add(labels("instance", "Instance", "haproxy_up{job=~\"$job\"}"));
        names.forEach(name -> variables.add(variable(name, profile)));
        return variables;
    }

    private static ObjectNode variable(String name, DashboardProfile profile) {
        return switch (name) {
            case "haproxy" -> labels(name, "HAProxy", "haproxy_up{" + TARGET + "}");
            case "frontend" -> object(name, "Frontend", "haproxy_frontend_current_sessions{" + PROCESS + "}", profile);
            case "backend" -> object(name, "Backend", "haproxy_backend_current_sessions{" + PROCESS + "}", profile);
            case "server" ->
                object(
                        name,
                        "Server",
                        "haproxy_server_current_sessions{" + PROCESS + ",backend=~\"$backend\"}",
                        profile);
            default -> throw new IllegalArgumentException("no variable \"" + name + "\"");
        };
    }

    private static ObjectNode object(String name, String heading, String series, DashboardProfile profile) {
        return variable(name, heading, profile.expression(series), profile.expression(name));
    }

    private static ObjectNode labels(String name, String heading, String series) {
        return variable(name, heading, series, name);
    }

    private static ObjectNode variable(String name, String heading, String series, String label) {
        String query = "label_values(" + series + "," + label + ")";
        ObjectNode variable = JSON.createObjectNode()
                .put("name", name)
                .put("label", heading)
                .put("type", "query")
                .put("definition", query)
                .put("hide", 0)
                .put("refresh", 2)
                .put("regex", "")
                .put("sort", 1)
                .put("multi", true)
                .put("includeAll", true);
        if (!name.equals("job")) {
            // Also fits a label that is not there, as "haproxy" is not with one target. All jobs are only those of the
            // list: Prometheus has others.
            variable.put("allValue", ".*");
        }
        variable.set("datasource", DashboardWriter.datasource());
        variable.putObject("query").put("query", query).put("refId", "variable-" + name);
        ObjectNode current = variable.putObject("current").put("selected", true);
        current.putArray("text").add("All");
        current.putArray("value").add("$__all");
        return variable;
    }
}
