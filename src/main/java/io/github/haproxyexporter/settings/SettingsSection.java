package io.github.haproxyexporter.settings;

import java.util.ArrayList;
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
        return inner(key, " is no mapping: expected " + list(Set.of(keys))).only(keys);
    }

    /** The sections under a key by the names that the user chose, in their order, each with no other keys than these. */
    public Map<String, SettingsSection> sections(String key, String... keys) throws SettingsException {
        Map<String, SettingsSection> sections = new LinkedHashMap<>();
        SettingsSection outer = inner(key, " must map names to settings");
        for (Object name : outer.values.keySet()) {
            if (!(name instanceof String text)) {
                throw new SettingsException(where(key) + " must map names to settings");
            }
            sections.put(text, outer.section(text, keys));
        }
        return sections;
    }

    private SettingsSection inner(String key, String fault) throws SettingsException {
        return new SettingsSection(path(key), value(key, Map.class, fault).orElse(Map.of()), lines);
    }

    public boolean isEmpty() {
        return values.values().stream().allMatch(""::equals);
    }

    public String path(String key) {
        return name.isEmpty() ? key : name + "." + key;
    }

    public Optional<String> text(String key) throws SettingsException {
        return value(key, String.class, " is a list or mapping: expected a text");
    }

    public List<String> texts(String key) throws SettingsException {
        List<String> texts = new ArrayList<>();
        for (Object item : value(key, List.class, " is no list of texts").orElse(List.of())) {
            texts.add(asText(item, key, " is no list of texts"));
        }
        return List.copyOf(texts);
    }

    /** A mapping whose keys the user chooses, in its order. */
    public Map<String, String> map(String key) throws SettingsException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry :
                inner(key, " is no mapping of texts").values.entrySet()) {
            texts.put(
                    asText(entry.getKey(), key, " is no mapping of texts"),
                    asText(entry.getValue(), key, " is no mapping of texts"));
        }
        return texts;
    }

    public boolean flag(String key, boolean otherwise) throws SettingsException {
        String text = text(key).orElse(Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            throw bad(key, "true or false");
        }
        return text.equals("true");
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

    private <T> Optional<T> value(String key, Class<T> type, String fault) throws SettingsException {
        Object value = values.get(key);
        if (value == null || value.equals("")) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw new SettingsException(where(key) + fault);
        }
        return Optional.of(type.cast(value));
    }

    private String asText(Object value, String key, String fault) throws SettingsException {
        if (value instanceof String text) {
            return text;
        }
        throw new SettingsException(where(key) + fault);
    }

    private static String list(Set<String> keys) {
        return String.join(", ", keys.stream().sorted().toList());
    }
}
