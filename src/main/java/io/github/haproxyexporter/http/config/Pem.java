package io.github.haproxyexporter.http.config;

import io.github.haproxyexporter.settings.SettingsException;
import io.github.haproxyexporter.settings.SettingsFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A certificate or key in PEM form.
 *
 * @param key of the configuration that has it or its file, for messages
 * @param file where it is, when not in the configuration itself
 */
public record Pem(String key, Optional<Path> file, String text) {

    /**
     * The PEM text as it is now.
     *
     * @throws SettingsException when the file cannot be read
     */
    public String read() throws SettingsException {
        return file.isPresent() ? SettingsFile.bytes(key, file.get()) : text;
    }

    /** Without the text, which may be a private key. */
    @Override
    public String toString() {
        return file.map(path -> key + " " + path).orElse(key);
    }
}
