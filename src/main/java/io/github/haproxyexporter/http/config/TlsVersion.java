package io.github.haproxyexporter.http.config;

/** Versions of TLS in their order, named as in the file. */
public enum TlsVersion {
    TLS10("TLSv1"),
    TLS11("TLSv1.1"),
    TLS12("TLSv1.2"),
    TLS13("TLSv1.3");

    private final String javaName;

    TlsVersion(String javaName) {
        this.javaName = javaName;
    }

    /** Its name in Java. */
    public String javaName() {
        return javaName;
    }
}
