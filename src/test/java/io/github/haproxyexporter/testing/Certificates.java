package io.github.haproxyexporter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Self-signed certificates by the real {@code openssl}. */
public final class Certificates {
    private Certificates() {}

    /** A certificate and its key as one PEM text, as HAProxy's {@code crt} takes it; valid for {@code localhost} and 127.0.0.1. */
    public static String selfSigned() {
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            Finished.run(
                            Programs.find("openssl").toString(),
                            "req",
                            "-x509",
                            "-newkey",
                            "rsa:2048",
                            "-nodes",
                            "-days",
                            "30",
                            "-subj",
                            "/CN=localhost",
                            "-addext",
                            "subjectAltName=DNS:localhost,IP:127.0.0.1",
                            "-keyout",
                            directory.resolve("key.pem").toString(),
                            "-out",
                            directory.resolve("cert.pem").toString())
                    .orThrow();
            return Files.readString(directory.resolve("cert.pem")) + Files.readString(directory.resolve("key.pem"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the new certificate", e);
        }
    }
}
