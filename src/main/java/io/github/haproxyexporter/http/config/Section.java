package io.github.haproxyexporter.http.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mapping of the file, whose scalars are all texts. An empty value is as good as none, as Prometheus's exporters have it. */
final class Section {

    private final String name;
    private final Map<?, ?> values;
    private final Map<String, Integer> lines;

    private Section(String name, Map<?, ?> values, Map<String, Integer> lines) {
        this.name = name;
        this.values = values;
        this.lines = lines;
    }

    /**
     * The document's root.
     *
     * @param lines where each key stands, by its path
     * @throws WebConfigException when it is no mapping, or has another key than these
     */
    static Section root(Object document, Map<String, Integer> lines, String... keys) throws WebConfigException {
        if (!(document instanceof Map<?, ?> values)) {
            throw new WebConfigException("the document is no mapping: expected " + list(Set.of(keys)));
        }
        return new Section("", values, lines).only(keys);
    }

    /** The section under a key, empty when it is not there, with no other keys than these. */
    Section section(String key, String... keys) throws WebConfigException {
        Object value = value(key).orElse(Map.of());
        if (!(value instanceof Map<?, ?> inner)) {
            throw new WebConfigException(where(key) + " is no mapping: expected " + list(Set.of(keys)));
        }
        return new Section(path(key), inner, lines).only(keys);
    }

    boolean isEmpty() {
        return values.values().stream().allMatch(""::equals);
    }

    String path(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    Optional<String> text(String key) throws WebConfigException {
        Optional<Object> value = value(key);
        if (value.isPresent() && !(value.get() instanceof String)) {
            throw new WebConfigException(where(key) + " is a list or mapping: expected a text");
        }
        return value.map(String.class::cast);
    }

    List<String> texts(String key) throws WebConfigException {
        Object value = value(key).orElse(List.of());
        if (!(value instanceof Collection<?> items) || !items.stream().allMatch(String.class::isInstance)) {
            throw new WebConfigException(where(key) + " is no list of texts");
        }
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add((String) item));
        return List.copyOf(texts);
    }

    /** A mapping whose keys the user chooses, in its order. */
    Map<String, String> map(String key) throws WebConfigException {
        Object value = value(key).orElse(Map.of());
        if (!(value instanceof Map<?, ?> inner)) {
            throw new WebConfigException(where(key) + " is no mapping of texts");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : inner.entrySet()) {
            if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof String text)) {
                throw new WebConfigException(where(key) + " is no mapping of texts");
            }
            texts.put(name, text);
        }
        return texts;
    }

    boolean flag(String key, boolean otherwise) throws WebConfigException {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        return switch (text.get()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(key, "true or false");
        };
    }

    /** The key with its line, for messages. A value is never part of one: under a wrong key it may be a secret. */
    String where(String key) {
        return path(key) + line(key);
    }

    String line(String key) {
        Integer line = lines.get(path(key));
        return line == null ? "" : " (line " + line + ")";
    }

    WebConfigException bad(String key, String expected) {
        return new WebConfigException(where(key) + ": expected " + expected);
    }

    private Section only(String... keys) throws WebConfigException {
        Set<String> known = Set.of(keys);
        for (Object key : values.keySet()) {
            if (!(key instanceof String text) || !known.contains(text)) {
                throw new WebConfigException((name.isEmpty() ? "" : name + ": ") + "unknown key"
                        + line(String.valueOf(key)) + ": expected " + list(known));
            }
        }
        return this;
    }

    private Optional<Object> value(String key) {
        return Optional.<Object>ofNullable(values.get(key)).filter(value -> !value.equals(""));
    }

    private static String list(Set<String> keys) {
        return String.join(", ", keys.stream().sorted().toList());
    }
}
