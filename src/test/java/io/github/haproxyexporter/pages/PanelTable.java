package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What Grafana makes of a table panel's answers: a frame for each query, the panel's transformations, and the first frame of what is left. */
final class PanelTable {
    /** A frame: rows of field to value. */
    private record Frame(Set<String> fields, List<Map<String, String>> rows) {}

    private PanelTable() {}

    /**
     * The rows that the reader sees, by the headings of the columns.
     *
     * @param answers of the panel's queries, each an instant vector
     */
    static List<Map<String, String>> rows(JsonNode panel, List<JsonNode> answers) {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            String value = answers.size() == 1 ? "Value" : "Value #" + (char) ('A' + i);
            frames.add(frame(answers.get(i), value));
        }
        for (JsonNode transformation : panel.path("transformations")) {
            JsonNode options = transformation.path("options");
            frames = switch (transformation.path("id").asText()) {
                case "filterFieldsByName" ->
                    frames.stream()
                            .map(frame ->
                                    only(frame, texts(options.path("include").path("names"))))
                            .toList();
                case "merge" -> List.of(merged(frames));
                case "organize" ->
                    frames.stream()
                            .map(frame -> renamed(frame, options.path("renameByName")))
                            .toList();
                default -> throw new IllegalArgumentException("no transformation like " + transformation);
            };
        }
        // A table shows one frame; the others stand behind a choice below it.
        return frames.get(0).rows();
    }

    private static Frame frame(JsonNode answer, String value) {
        Set<String> fields = new TreeSet<>();
        List<Map<String, String>> rows = new ArrayList<>();
        for (JsonNode series : answer) {
            Map<String, String> row = new TreeMap<>();
            series.path("metric")
                    .properties()
                    .forEach(label -> row.put(label.getKey(), label.getValue().asText()));
            row.put("Time", series.path("value").path(0).asText());
            row.put(value, series.path("value").path(1).asText());
            fields.addAll(row.keySet());
            rows.add(row);
        }
        return new Frame(fields, rows);
    }

    private static Frame only(Frame frame, Set<String> names) {
        return renamed(frame, name -> names.contains(name) ? name : "");
    }

    /** Rows become one where they agree in every field that all frames have. */
    private static Frame merged(List<Frame> frames) {
        List<Frame> filled =
                frames.stream().filter(frame -> !frame.fields().isEmpty()).toList();
        Set<String> fields = new LinkedHashSet<>();
        filled.forEach(frame -> fields.addAll(frame.fields()));
        Set<String> keys = new LinkedHashSet<>(fields);
        filled.forEach(frame -> keys.retainAll(frame.fields()));
        Map<List<String>, Map<String, String>> rows = new LinkedHashMap<>();
        for (Frame frame : filled) {
            for (Map<String, String> row : frame.rows()) {
                List<String> key =
                        keys.stream().map(name -> row.getOrDefault(name, "")).toList();
                rows.computeIfAbsent(key, any -> new LinkedHashMap<>()).putAll(row);
            }
        }
        return new Frame(fields, List.copyOf(rows.values()));
    }

    private static Frame renamed(Frame frame, JsonNode names) {
        return renamed(frame, name -> names.path(name).asText(name));
    }

    private static Frame renamed(Frame frame, UnaryOperator<String> name) {
        List<Map<String, String>> rows = new ArrayList<>();
        Set<String> fields = new LinkedHashSet<>();
        for (Map<String, String> row : frame.rows()) {
            Map<String, String> renamed = new LinkedHashMap<>();
            row.forEach((field, value) -> {
                if (!name.apply(field).isEmpty()) {
                    renamed.put(name.apply(field), value);
                }
            });
            fields.addAll(renamed.keySet());
            rows.add(renamed);
        }
        return new Frame(fields, rows);
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
