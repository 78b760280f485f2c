package io.github.haproxyexporter.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads configuration files: regular files of at most 1 MiB, in YAML whose scalars are all texts. */
public final class SettingsFile {

    private static final int MAX_BYTES = 1 << 20;

    /** How the parser's problems begin that end with something out of the file other than a key. */
    private static final List<String> QUOTING = List.of(
            "found undefined alias",
            "found undefined tag handle",
            "could not determine a constructor for the tag",
            "found duplicate anchor",
            "found duplicate key");

    private SettingsFile() {}

    /** The file's text, in UTF-8. */
    public static String text(String key, Path file) throws SettingsException {
        // Bytes are taken one by one first, so that no byte of a file that is no UTF-8 is an exception of another kind.
        return new String(bytes(key, file).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /**
     * The same for a file that a setting names.
     *
     * @param key the flag or the key of a configuration that names the file, for messages
     * @throws SettingsException when it cannot be read
     */
    public static String bytes(String key, Path file) throws SettingsException {
        // Only a flag's value is quoted. Under a key of the configuration may stand the private key itself.
        return read(key.startsWith("--") ? key + ": " + file : key + ": the file that it names", file);
    }

    /**
     * The file's bytes as characters.
     *
     * @param shown the file's name in messages
     * @throws SettingsException when it cannot be read
     */
    public static String read(String shown, Path file) throws SettingsException {
        try {
            // A device has no end, and to open a pipe waits for a writer.
            if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                throw new SettingsException(shown + " cannot be read: expected a regular file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new SettingsException(shown + " is longer than 1 MiB: expected less");
                }
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
        } catch (NoSuchFileException e) {
            throw new SettingsException(shown + " does not exist", e);
        } catch (IOException e) {
            String reason = e instanceof AccessDeniedException
                    ? "permission denied; let the exporter's user read it"
                    : e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
            throw new SettingsException(shown + " cannot be read: " + reason, e);
        }
    }

    /**
     * The root of a document; an empty one has no settings.
     *
     * @param keys the only keys that it may have
     * @throws SettingsException when it is not YAML, or has a fault
     */
    public static SettingsSection root(String text, String... keys) throws SettingsException {
        LoadSettings settings = settings();
        Object document = load(text, settings);
        return SettingsSection.root("".equals(document) ? Map.of() : document, lines(text, settings), keys);
    }

    /** Makes every scalar a text: a user named 007 or null is one too. */
    private static LoadSettings settings() {
        return LoadSettings.builder()
                .setSchema(new FailsafeSchema())
                // Of an empty document, which that schema does not know.
                .setTagConstructors(Map.of(Tag.NULL, node -> ""))
                .setAllowDuplicateKeys(false)
                .setCodePointLimit(MAX_BYTES)
                .build();
    }

    /** The line of each key of the first three levels, by its path. */
    private static Map<String, Integer> lines(String text, LoadSettings settings) {
        Map<String, Integer> lines = new HashMap<>();
        new Compose(settings).composeString(text).ifPresent(root -> note("", root, 3, lines));
        return lines;
    }

    private static void note(String path, Node node, int levels, Map<String, Integer> lines) {
        if (levels > 0 && node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    String inner = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                    key.getStartMark().ifPresent(mark -> lines.put(inner, mark.getLine() + 1));
                    note(inner, entry.getValueNode(), levels - 1, lines);
                }
            }
        }
    }

    private static Object load(String text, LoadSettings settings) throws SettingsException {
        try {
            return new Load(settings).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            // Its own message quotes the lines around, among which may be a private key.
            String line = e.getProblemMark()
                    .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                    .orElse("");
            throw new SettingsException(line + "no valid YAML: " + shown(e.getProblem()), e);
        } catch (YamlEngineException | StackOverflowError e) {
            throw new SettingsException("no valid YAML", e);
        }
    }

    /** The parser's words, without those that it quotes: an alias or a tag may be a password that begins with a star. */
    private static String shown(String problem) {
        return QUOTING.stream().filter(problem::startsWith).findFirst().orElse(problem);
    }
}
