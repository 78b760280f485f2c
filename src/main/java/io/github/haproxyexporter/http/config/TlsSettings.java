package io.github.haproxyexporter.http.config;

import java.util.List;
import java.util.Optional;

/**
 * The section {@code tls_server_config}.
 *
 * @param clientCa who signs clients' certificates
 * @param clientAllowedSans names of which a client's certificate must have one; empty when any will do
 * @param cipherSuites for TLS 1.2 and before, by their IANA names; empty for Java's choice
 * @param curves by Java's names in their order; empty for Java's choice
 */
public record TlsSettings(
        Pem cert,
        Pem key,
        ClientAuth clientAuth,
        Optional<Pem> clientCa,
        List<String> clientAllowedSans,
        TlsVersion minVersion,
        TlsVersion maxVersion,
        List<String> cipherSuites,
        boolean preferServerCipherSuites,
        List<String> curves) {}
