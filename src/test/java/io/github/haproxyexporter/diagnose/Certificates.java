package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Programs;
import java.nio.file.Path;

/** Self-signed certificates, made by the JDK's own keytool. */
final class Certificates {
    private static final String KEYTOOL =
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString();

    private Certificates() {}

    /**
     * Makes {@code NAME.p12} and {@code NAME.pem} in a directory.
     *
     * @param start as keytool's {@code -startdate}, e.g. {@code -30d}
     * @param days for how long it is valid from then
     */
    static Path make(Path directory, String name, String start, int days) {
        Path store = directory.resolve(name + ".p12");
        Finished.run(
                        KEYTOOL,
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name + ".example.com",
                        "-ext",
                        "san=dns:" + name + ".example.com",
                        "-startdate",
                        start,
                        "-validity",
                        Integer.toString(days),
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .orThrow();
        Finished.run(
                        KEYTOOL,
                        "-exportcert",
                        "-rfc",
                        "-alias",
                        name,
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-file",
                        directory.resolve(name + ".pem").toString())
                .orThrow();
        return store;
    }

    /** A PEM file with the certificate and its key, as HAProxy's {@code crt} wants it. */
    static Path withKey(Path store) {
        Path both = store.resolveSibling(store.getFileName() + ".both.pem");
        Finished.run(
                        Programs.find("openssl").toString(),
                        "pkcs12",
                        "-in",
                        store.toString(),
                        "-passin",
                        "pass:changeit",
                        "-nodes",
                        "-out",
                        both.toString())
                .orThrow();
        return both;
    }
}
