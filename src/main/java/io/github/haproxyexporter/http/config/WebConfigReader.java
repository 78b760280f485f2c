package io.github.haproxyexporter.http.config;

import io.github.haproxyexporter.http.config.WebConfig.RateLimit;
import io.github.haproxyexporter.settings.GoDuration;
import io.github.haproxyexporter.settings.SettingsException;
import io.github.haproxyexporter.settings.SettingsFile;
import io.github.haproxyexporter.settings.SettingsSection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Reads a web configuration. */
public final class WebConfigReader {

    /** The headers that the format knows; an empty list takes any value. */
    private static final Map<String, List<String>> HEADERS = Map.of(
            "Content-Security-Policy", List.of(),
            "Strict-Transport-Security", List.of(),
            "X-Content-Type-Options", List.of("nosniff"),
            "X-Frame-Options", List.of("deny", "sameorigin"),
            "X-XSS-Protection", List.of());

    private WebConfigReader() {}

    /**
     * Reads a file.
     *
     * @throws SettingsException when it cannot be read or has a fault; the message begins with the file's name
     */
    public static WebConfig read(Path file) throws SettingsException {
        String text = SettingsFile.text("--web.config.file", file);
        try {
            return parse(text, file.toAbsolutePath());
        } catch (SettingsException e) {
            throw new SettingsException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a text, as if it stood in that file.
     *
     * @throws SettingsException when it has a fault
     */
    static WebConfig parse(String text, Path file) throws SettingsException {
        SettingsSection root =
                SettingsFile.root(text, "tls_server_config", "http_server_config", "basic_auth_users", "rate_limit");
        SettingsSection http = root.section("http_server_config", "http2", "headers");
        http.flag("http2", true);
        return new WebConfig(TlsReader.read(root, file), headers(http), users(root), rateLimit(root));
    }

    private static Map<String, String> headers(SettingsSection http) throws SettingsException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : http.map("headers").entrySet()) {
            String name = header.getKey();
            String value = header.getValue();
            List<String> values = HEADERS.get(name);
            String line = http.line("headers." + name);
            if (values == null) {
                // Without its name, as a secret may stand there.
                throw new SettingsException(http.path("headers") + line + ": unknown header: expected "
                        + String.join(", ", new TreeSet<>(HEADERS.keySet())));
            }
            String where = http.path("headers") + "." + name + line;
            if (!values.isEmpty() && !value.isEmpty() && !values.contains(value)) {
                throw new SettingsException(where + ": expected " + String.join(" or ", values));
            }
            if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw new SettingsException(where + " has a line end or a character that is not ASCII");
            }
            if (!value.isEmpty()) {
                headers.put(name, value);
            }
        }
        return Map.copyOf(headers);
    }

    private static Map<String, BcryptHash> users(SettingsSection root) throws SettingsException {
        Map<String, BcryptHash> users = new LinkedHashMap<>();
        for (Map.Entry<String, String> user : root.map("basic_auth_users").entrySet()) {
            String where = "basic_auth_users" + root.line("basic_auth_users." + user.getKey());
            if (user.getKey().isEmpty() || user.getKey().indexOf(':') >= 0) {
                throw new SettingsException(
                        where
                                + ": a user's name must not be empty nor have a colon: expected name: hash, with a blank between");
            }
            if (!BcryptHash.isOne(user.getValue())) {
                throw new SettingsException(
                        where
                                + ": the password is not a bcrypt hash: expected $2y$, $2a$ or $2b$, as `htpasswd -nBC 10 \"\"` prints it");
            }
            users.put(user.getKey(), new BcryptHash(user.getValue()));
        }
        return Map.copyOf(users);
    }

    private static Optional<RateLimit> rateLimit(SettingsSection root) throws SettingsException {
        SettingsSection section = root.section("rate_limit", "interval", "burst");
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
            throw new SettingsException("rate_limit.burst is 0, which refuses every request: expected 1 or more");
        }
        return Optional.of(new RateLimit(Duration.ofNanos(nanos), Integer.parseInt(burst)));
    }
}
