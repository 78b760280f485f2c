package io.github.haproxyexporter.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reading of YAML files into maps, with an error that names the file and the key. */
final class Yaml {
    private Yaml() {}

    static Map<String, Object> read(Path file) {
        return asMap(new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text(file)));
    }

    /** The documents of a file. */
    static List<Map<String, Object>> readAll(Path file) {
        List<Map<String, Object>> documents = new ArrayList<>();
        new Load(LoadSettings.builder().setLabel(file.toString()).build())
                .loadAllFromString(text(file))
                .forEach(document -> documents.add(asMap(document)));
        return documents;
    }

    static Map<String, Object> parse(String text) {
        return asMap(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    /** The list of maps under a key; an empty one when the key is not there. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> maps(Map<String, Object> map, String key) {
        return (List<Map<String, Object>>) map.getOrDefault(key, List.of());
    }

    /** The text under a key, which must be there. */
    static String string(Map<String, Object> map, String key) {
        Object value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no \"" + key + "\" in " + map);
        }
        return value.toString();
    }
}
