package io.github.haproxyexporter.http.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

/** Reads a web configuration. */
public final class WebConfigReader {

    /** The headers that the format knows; an empty list takes any value. */
    private static final Map<String, List<String>> HEADERS = Map.of(
            "Content-Security-Policy", List.of(),
            "Strict-Transport-Security", List.of(),
            "X-Content-Type-Options", List.of("nosniff"),
            "X-Frame-Options", List.of("deny", "sameorigin"),
            "X-XSS-Protection", List.of());

    /** How the parser's problems begin that end with something out of the file other than a key. */
    private static final List<String> QUOTING = List.of(
            "found undefined alias",
            "found undefined tag handle",
            "could not determine a constructor for the tag",
            "found duplicate anchor",
            "found duplicate key");

    private WebConfigReader() {}

    /**
     * Reads a file.
     *
     * @throws WebConfigException when it cannot be read or has a fault; the message begins with the file's name
     */
    public static WebConfig read(Path file) throws WebConfigException {
        String text = new Pem.InFile("--web.config.file", file).read();
        try {
            // Bytes were taken one by one, so that no byte of a file that is no UTF-8 is an exception of another kind.
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            return parse(new String(bytes, StandardCharsets.UTF_8), file.toAbsolutePath());
        } catch (WebConfigException e) {
            throw new WebConfigException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a text, as if it stood in that file.
     *
     * @throws WebConfigException when it has a fault
     */
    static WebConfig parse(String text, Path file) throws WebConfigException {
        LoadSettings settings = settings();
        Object document = load(text, settings);
        // An empty file is one without settings.
        Section root = Section.root(
                "".equals(document) ? Map.of() : document,
                lines(text, settings),
                "tls_server_config",
                "http_server_config",
                "basic_auth_users",
                "rate_limit");
        Section http = root.section("http_server_config", "http2", "headers");
        http.flag("http2", true);
        return new WebConfig(TlsReader.read(root, file), headers(http), users(root), rateLimit(root));
    }

    /** Makes every scalar a text: a user named 007 or null is one too. */
    private static LoadSettings settings() {
        return LoadSettings.builder()
                .setSchema(new FailsafeSchema())
                // Of an empty document, which that schema does not know.
                .setTagConstructors(Map.of(Tag.NULL, node -> ""))
                .setAllowDuplicateKeys(false)
                .setCodePointLimit(Pem.MAX_BYTES)
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

    private static Object load(String text, LoadSettings settings) throws WebConfigException {
        try {
            return new Load(settings).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            // Its own message quotes the lines around, among which may be a private key.
            String line = e.getProblemMark()
                    .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                    .orElse("");
            throw new WebConfigException(line + "no valid YAML: " + shown(e.getProblem()), e);
        } catch (YamlEngineException | StackOverflowError e) {
            throw new WebConfigException("no valid YAML", e);
        }
    }

    /** The parser's words, without those that it quotes: an alias or a tag may be a password that begins with a star. */
    private static String shown(String problem) {
        return QUOTING.stream().filter(problem::startsWith).findFirst().orElse(problem);
    }

    private static Map<String, String> headers(Section http) throws WebConfigException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : http.map("headers").entrySet()) {
            String name = header.getKey();
            String value = header.getValue();
            List<String> values = HEADERS.get(name);
            String line = http.line("headers." + name);
            String path = http.path("headers");
            if (values == null) {
                throw new WebConfigException(path + line + ": unknown header: expected "
                        + String.join(", ", HEADERS.keySet().stream().sorted().toList()));
            }
            if (value.isEmpty()) {
                continue;
            }
            if (!values.isEmpty() && !values.contains(value)) {
                throw new WebConfigException(path + "." + name + line + ": expected " + String.join(" or ", values));
            }
            if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw new WebConfigException(
                        path + "." + name + line + " has a line end or a character that is not ASCII");
            }
            headers.put(name, value);
        }
        return Map.copyOf(headers);
    }

    private static Map<String, BcryptHash> users(Section root) throws WebConfigException {
        Map<String, BcryptHash> users = new LinkedHashMap<>();
        for (Map.Entry<String, String> user : root.map("basic_auth_users").entrySet()) {
            if (user.getKey().isEmpty() || user.getKey().indexOf(':') >= 0) {
                throw new WebConfigException(
                        "basic_auth_users" + root.line("basic_auth_users." + user.getKey())
                                + ": a user's name must not be empty nor have a colon: expected name: hash, with a blank between");
            }
            if (!BcryptHash.isOne(user.getValue())) {
                throw new WebConfigException(
                        "basic_auth_users" + root.line("basic_auth_users." + user.getKey())
                                + ": the password is not a bcrypt hash: expected $2y$, $2a$ or $2b$, as `htpasswd -nBC 10 \"\"` prints it");
            }
            users.put(user.getKey(), new BcryptHash(user.getValue()));
        }
        return Map.copyOf(users);
    }

    private static Optional<RateLimit> rateLimit(Section root) throws WebConfigException {
        Section section = root.section("rate_limit", "interval", "burst");
        String interval = section.text("interval").orElse("0");
        long nanos =
                GoDuration.nanos(interval).orElseThrow(() -> section.bad("interval", "a duration such as 100ms or 1s"));
        String burst = section.text("burst").orElse("0");
        if (!burst.matches("[0-9]{1,9}")) {
            throw section.bad("burst", "a number of requests");
        }
        if (nanos == 0) {
            return Optional.empty();
        }
        if (Integer.parseInt(burst) == 0) {
            throw new WebConfigException("rate_limit.burst is 0, which refuses every request: expected 1 or more");
        }
        return Optional.of(new RateLimit(java.time.Duration.ofNanos(nanos), Integer.parseInt(burst)));
    }
}
