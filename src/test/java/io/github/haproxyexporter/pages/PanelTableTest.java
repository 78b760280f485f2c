package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PanelTableTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void severalQueries_withoutMerge_showTheFirst() {
        ObjectNode panel = panel();
        panel.withArray("transformations").remove(1);

        assertThat(PanelTable.rows(panel, answers())).containsExactly(Map.of("Backend", "shop", "Left", "2"));
    }

    @Test
    void severalQueries_mergedByTheirCommonFields_showAll() {
        assertThat(PanelTable.rows(panel(), answers()))
                .containsExactly(Map.of("Backend", "shop", "Left", "2", "DOWN", "1"));
    }

    private static List<JsonNode> answers() {
        return List.of(answer("haproxy_backend_current_server", "2"), answer("", "1"));
    }

    private static ArrayNode answer(String family, String value) {
        ArrayNode answer = JSON.createArrayNode();
        ObjectNode series = answer.addObject();
        ObjectNode metric = series.putObject("metric").put("backend", "shop");
        if (!family.isEmpty()) {
            metric.put("__name__", family);
        }
        series.putArray("value").add(1).add(value);
        return answer;
    }

    private static ObjectNode panel() {
        ObjectNode panel = JSON.createObjectNode();
        ArrayNode transformations = panel.putArray("transformations");
        transformations
                .addObject()
                .put("id", "filterFieldsByName")
                .putObject("options")
                .putObject("include")
                .putArray("names")
                .add("backend")
                .add("Value #A")
                .add("Value #B");
        transformations.addObject().put("id", "merge").putObject("options");
        transformations
                .addObject()
                .put("id", "organize")
                .putObject("options")
                .putObject("renameByName")
                .put("backend", "Backend")
                .put("Value #A", "Left")
                .put("Value #B", "DOWN");
        return panel;
    }
}
