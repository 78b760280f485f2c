package io.github.haproxyexporter.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A dashboard as Grafana reads it from its file. */
record GrafanaDashboard(Path file, JsonNode json) {

    /** Those of one profile. */
    static List<GrafanaDashboard> of(DashboardProfile profile) {
        try (Stream<Path> files = Files.list(profile.folder())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(GrafanaDashboard::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + profile.folder(), e);
        }
    }

    String uid() {
        return json.path("uid").asText();
    }

    String title() {
        return json.path("title").asText();
    }

    JsonNode variables() {
        return json.path("templating").path("list");
    }

    List<String> variableNames() {
        return variables().findValuesAsText("name");
    }

    /** All panels but the headings of rows, those of collapsed rows included. */
    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        for (JsonNode panel : json.path("panels")) {
            if (panel.path("type").asText().equals("row")) {
                panel.path("panels").forEach(panels::add);
            } else {
                panels.add(panel);
            }
        }
        return panels;
    }

    JsonNode panel(String title) {
        return panels().stream()
                .filter(panel -> panel.path("title").asText().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no panel \"" + title + "\" in " + file));
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private static GrafanaDashboard read(Path file) {
        try {
            return new GrafanaDashboard(file, new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
