package io.github.haproxyexporter.http.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Where a certificate or key in PEM form is. */
public sealed interface Pem {

    /** Length of a file at most. */
    int MAX_BYTES = 1 << 20;

    /** The key of the configuration that says so, for messages. */
    String key();

    /**
     * The PEM text as it is now.
     *
     * @throws WebConfigException when the file cannot be read
     */
    String read() throws WebConfigException;

    /** In a file. */
    record InFile(String key, Path file) implements Pem {

        @Override
        public String read() throws WebConfigException {
            try {
                // A device has no end, and to open a pipe waits for a writer.
                if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
                    throw new WebConfigException(key + ": " + file + " cannot be read: expected a regular file");
                }
                try (InputStream in = Files.newInputStream(file)) {
                    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                    if (bytes.length > MAX_BYTES) {
                        throw new WebConfigException(key + ": " + file + " is longer than 1 MiB: expected less");
                    }
                    return new String(bytes, StandardCharsets.ISO_8859_1);
                }
            } catch (NoSuchFileException e) {
                throw new WebConfigException(shown() + " does not exist", e);
            } catch (AccessDeniedException e) {
                throw new WebConfigException(
                        shown() + " cannot be read: permission denied; let the exporter's user read it", e);
            } catch (FileSystemException e) {
                throw new WebConfigException(shown() + " cannot be read: " + e.getReason(), e);
            } catch (IOException e) {
                throw new WebConfigException(shown() + " cannot be read: " + e.getMessage(), e);
            }
        }

        /** Only a flag's value is quoted. Under a key of the configuration may stand the private key itself. */
        private String shown() {
            return key.startsWith("--") ? key + ": " + file : key + ": the file that it names";
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
