package io.github.haproxyexporter.http.tls;

import io.github.haproxyexporter.http.config.TlsSettings;
import io.github.haproxyexporter.http.config.TlsVersion;
import io.github.haproxyexporter.settings.SettingsException;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The server's side of TLS with one set of certificates and settings. Sessions of one are never resumed at another. */
public final class TlsServer {

    private final SSLContext context;
    private final SSLParameters parameters;

    private TlsServer(SSLContext context, SSLParameters parameters) {
        this.context = context;
        this.parameters = parameters;
    }

    /**
     * Reads certificates and keys.
     *
     * @throws SettingsException when they cannot be read or do not fit, or Java lacks what the settings ask for
     */
    public static TlsServer of(TlsSettings settings) throws SettingsException {
        if (!settings.curves().isEmpty()) {
            // For the whole process, as Java 17 has no way to choose them for one server. Java asks once, at the first
            // use of TLS.
            System.setProperty("jdk.tls.namedGroups", String.join(",", settings.curves()));
        }
        Optional<X509TrustManager> authority = Optional.empty();
        if (settings.clientCa().isPresent()) {
            authority = Optional.of(TlsMaterial.authority(settings.clientCa().get()));
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {TlsMaterial.identity(settings)},
                    new TrustManager[] {
                        new ClientTrust(
                                settings,
                                authority.filter(any -> settings.clientAuth().isVerified()))
                    },
                    null);
            return new TlsServer(context, parameters(settings, context));
        } catch (GeneralSecurityException e) {
            throw new SettingsException("tls_server_config: Java cannot make TLS of it: " + e.getMessage(), e);
        }
    }

    /** What the server says at its start of settings that this Java serves only in part; empty when all is well. */
    public static Optional<String> caveat(TlsSettings settings) {
        return settings.minVersion() == versions(settings).get(0)
                ? Optional.empty()
                : Optional.of(
                        "min_version is " + settings.minVersion() + ", but this Java's security settings begin at "
                                + versions(settings).get(0));
    }

    SSLContext context() {
        return context;
    }

    /** An engine for one connection. */
    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        return new AlertlessEngine(engine);
    }

    private static SSLParameters parameters(TlsSettings settings, SSLContext context) throws SettingsException {
        SSLParameters parameters = context.getDefaultSSLParameters();
        List<TlsVersion> versions = versions(settings);
        if (versions.isEmpty()) {
            throw new SettingsException("tls_server_config.max_version is '" + settings.maxVersion()
                    + "': this Java's security settings begin at a later version, expected TLS12 or TLS13");
        }
        parameters.setProtocols(versions.stream().map(TlsVersion::javaName).toArray(String[]::new));
        if (!settings.cipherSuites().isEmpty()) {
            parameters.setCipherSuites(ciphers(settings, context));
        }
        parameters.setUseCipherSuitesOrder(settings.preferServerCipherSuites());
        switch (settings.clientAuth()) {
            case NO_CLIENT_CERT -> parameters.setWantClientAuth(false);
            case REQUEST_CLIENT_CERT, VERIFY_CLIENT_CERT_IF_GIVEN -> parameters.setWantClientAuth(true);
            case REQUIRE_ANY_CLIENT_CERT, REQUIRE_AND_VERIFY_CLIENT_CERT -> parameters.setNeedClientAuth(true);
        }
        return parameters;
    }

    /** Those between the first and the last that Java has not switched off. */
    private static List<TlsVersion> versions(TlsSettings settings) {
        List<String> disabled = List.of(String.valueOf(Security.getProperty("jdk.tls.disabledAlgorithms"))
                .split(", *", -1));
        return Arrays.stream(TlsVersion.values())
                .filter(version -> version.compareTo(settings.minVersion()) >= 0)
                .filter(version -> version.compareTo(settings.maxVersion()) <= 0)
                .filter(version -> !disabled.contains(version.javaName()))
                .toList();
    }

    /** The given ones, after those of TLS 1.3, which cannot be chosen: so it is in Go, whose format this is. */
    private static String[] ciphers(TlsSettings settings, SSLContext context) throws SettingsException {
        Set<String> supported = Set.of(context.getSupportedSSLParameters().getCipherSuites());
        List<String> enabled =
                new ArrayList<>(Arrays.stream(context.getDefaultSSLParameters().getCipherSuites())
                        .filter(suite -> !suite.contains("_WITH_"))
                        .filter(suite -> suite.startsWith("TLS_"))
                        .filter(suite -> !suite.endsWith("_SCSV"))
                        .toList());
        for (String suite : settings.cipherSuites()) {
            if (!supported.contains(suite)) {
                throw new SettingsException(
                        "tls_server_config.cipher_suites has a name that this Java does not know: expected names such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
            }
            if (!enabled.contains(suite)) {
                enabled.add(suite);
            }
        }
        return enabled.toArray(String[]::new);
    }
}
