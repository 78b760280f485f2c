package io.github.haproxyexporter.http.config;

/** What is asked of clients' certificates, named as in Go's {@code crypto/tls}. */
public enum ClientAuth {
    NO_CLIENT_CERT("NoClientCert", false, false),
    REQUEST_CLIENT_CERT("RequestClientCert", false, false),
    REQUIRE_ANY_CLIENT_CERT("RequireAnyClientCert", true, false),
    VERIFY_CLIENT_CERT_IF_GIVEN("VerifyClientCertIfGiven", false, true),
    REQUIRE_AND_VERIFY_CLIENT_CERT("RequireAndVerifyClientCert", true, true);

    private final String key;
    private final boolean required;
    private final boolean verified;

    ClientAuth(String key, boolean required, boolean verified) {
        this.key = key;
        this.required = required;
        this.verified = verified;
    }

    /** Its name in the file. */
    public String key() {
        return key;
    }

    /** Whether a client without a certificate is turned away. */
    public boolean isRequired() {
        return required;
    }

    /** Whether a certificate must be signed by the clients' authority. */
    public boolean isVerified() {
        return verified;
    }
}
