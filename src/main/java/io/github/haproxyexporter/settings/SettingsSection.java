package io.github.haproxyexporter.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mapping of the file, whose scalars are all texts. An empty value is as good as none, as Prometheus's exporters have it. */
public final class SettingsSection {

    private final String name;
    private final Map<?, ?> values;
    private final Map<String, Integer> lines;

    private SettingsSection(String name, Map<?, ?> values, Map<String, Integer> lines) {
        this.name = name;
        this.values = values;
        this.lines = lines;
    }

    /**
     * The document's root.
     *
     * @param lines where each key stands, by its path
     * @throws SettingsException when it is no mapping, or has another key than these
     */
    public static SettingsSection root(Object document, Map<String, Integer> lines, String... keys)
            throws SettingsException {
        if (!(document instanceof Map<?, ?> values)) {
            throw new SettingsException("the document is no mapping: expected " + list(Set.of(keys)));
        }
        return new SettingsSection("", values, lines).only(keys);
    }

    /** The section under a key, empty when it is not there, with no other keys than these. */
    public SettingsSection section(String key, String... keys) throws SettingsException {
        Object value = value(key).orElse(Map.of());
        if (!(value instanceof Map<?, ?> inner)) {
            throw new SettingsException(where(key) + " is no mapping: expected " + list(Set.of(keys)));
        }
        return new SettingsSection(path(key), inner, lines).only(keys);
    }

    /** The sections under a key by the names that the user chose, in their order, each with no other keys than these. */
    public Map<String, SettingsSection> sections(String key, String... keys) throws SettingsException {
        Map<String, SettingsSection> sections = new LinkedHashMap<>();
        Object value = value(key).orElse(Map.of());
        if (!(value instanceof Map<?, ?> inner)) {
            throw new SettingsException(where(key) + " must map names to settings");
        }
        SettingsSection outer = new SettingsSection(path(key), inner, lines);
        for (Object name : inner.keySet()) {
            if (!(name instanceof String text)) {
                throw new SettingsException(where(key) + " must map names to settings");
            }
            sections.put(text, outer.section(text, keys));
        }
        return sections;
    }

    public boolean isEmpty() {
        return values.values().stream().allMatch(""::equals);
    }

    public String path(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    public Optional<String> text(String key) throws SettingsException {
        Optional<Object> value = value(key);
        if (value.isPresent() && !(value.get() instanceof String)) {
            throw new SettingsException(where(key) + " is a list or mapping: expected a text");
        }
        return value.map(String.class::cast);
    }

    public List<String> texts(String key) throws SettingsException {
        Object value = value(key).orElse(List.of());
        if (!(value instanceof Collection<?> items) || !items.stream().allMatch(String.class::isInstance)) {
            throw new SettingsException(where(key) + " is no list of texts");
        }
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add((String) item));
        return List.copyOf(texts);
    }

    /** A mapping whose keys the user chooses, in its order. */
    public Map<String, String> map(String key) throws SettingsException {
        Object value = value(key).orElse(Map.of());
        if (!(value instanceof Map<?, ?> inner)) {
            throw new SettingsException(where(key) + " is no mapping of texts");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : inner.entrySet()) {
            if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof String text)) {
                throw new SettingsException(where(key) + " is no mapping of texts");
            }
            texts.put(name, text);
        }
        return texts;
    }

    public boolean flag(String key, boolean otherwise) throws SettingsException {
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
    public String where(String key) {
        return path(key) + line(key);
    }

    public String line(String key) {
        Integer line = lines.get(path(key));
        return line == null ? "" : " (line " + line + ")";
    }

    public SettingsException bad(String key, String expected) {
        return new SettingsException(where(key) + ": expected " + expected);
    }

    private SettingsSection only(String... keys) throws SettingsException {
        Set<String> known = Set.of(keys);
        for (Object key : values.keySet()) {
            if (!(key instanceof String text) || !known.contains(text)) {
                throw new SettingsException((name.isEmpty() ? "" : name + ": ") + "unknown key"
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
