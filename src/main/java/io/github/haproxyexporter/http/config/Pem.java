package io.github.haproxyexporter.http.config;

import io.github.haproxyexporter.settings.SettingsException;
import io.github.haproxyexporter.settings.SettingsFile;
import java.nio.file.Path;

/** Where a certificate or key in PEM form is. */
public sealed interface Pem {

    /** The key of the configuration that says so, for messages. */
    String key();

    /**
     * The PEM text as it is now.
     *
     * @throws SettingsException when the file cannot be read
     */
    String read() throws SettingsException;

    /** In a file. */
    record InFile(String key, Path file) implements Pem {

        @Override
        public String read() throws SettingsException {
            return SettingsFile.bytes(key, file);
        }

        @Override
        public String toString() {
            return key + " " + file;
        }
    }

    /** In the configuration itself. */
    record Inline(String key, String text) implements Pem {

        @Override
        public String read() {
            return text;
        }

        /** Without the text, which may be a private key. */
        @Override
        public String toString() {
            return key;
        }
    }
}
