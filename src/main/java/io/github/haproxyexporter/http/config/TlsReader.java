package io.github.haproxyexporter.http.config;

import io.github.haproxyexporter.settings.SettingsException;
import io.github.haproxyexporter.settings.SettingsSection;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the section {@code tls_server_config}. */
final class TlsReader {

    private static final String NAME = "tls_server_config";

    /** Java's names by Go's. */
    private static final Map<String, String> CURVES =
            Map.of("CurveP256", "secp256r1", "CurveP384", "secp384r1", "CurveP521", "secp521r1", "X25519", "x25519");

    private static final Map<String, ClientAuth> CLIENT_AUTHS =
            Arrays.stream(ClientAuth.values()).collect(Collectors.toMap(ClientAuth::key, auth -> auth));

    private static final Map<String, TlsVersion> VERSIONS =
            Arrays.stream(TlsVersion.values()).collect(Collectors.toMap(TlsVersion::name, version -> version));

    private final SettingsSection section;
    private final Path file;

    private TlsReader(SettingsSection section, Path file) {
        this.section = section;
        this.file = file;
    }

    /** The settings; empty when the section is not there or empty. Paths are relative to the file's directory. */
    static Optional<TlsSettings> read(SettingsSection root, Path file) throws SettingsException {
        SettingsSection section = root.section(
                NAME,
                "cert",
                "key",
                "client_ca",
                "cert_file",
                "key_file",
                "client_auth_type",
                "client_ca_file",
                "client_allowed_sans",
                "min_version",
                "max_version",
                "cipher_suites",
                "prefer_server_cipher_suites",
                "curve_preferences");
        return section.isEmpty() ? Optional.empty() : Optional.of(new TlsReader(section, file).settings());
    }

    private TlsSettings settings() throws SettingsException {
        Pem cert = pem("cert").orElseThrow(() -> missing("cert"));
        Pem key = pem("key").orElseThrow(() -> missing("key"));
        ClientAuth clientAuth = clientAuth();
        Optional<Pem> clientCa = pem("client_ca");
        List<String> sans = section.texts("client_allowed_sans");
        check(clientAuth, clientCa, sans);
        TlsVersion min = choice("min_version", section.text("min_version").orElse("TLS12"), VERSIONS);
        TlsVersion max = choice("max_version", section.text("max_version").orElse("TLS13"), VERSIONS);
        if (min.compareTo(max) > 0) {
            throw new SettingsException(
                    NAME + ": min_version " + min + " is above max_version " + max + ": expected an older one");
        }
        return new TlsSettings(
                cert,
                key,
                clientAuth,
                clientCa,
                sans,
                min,
                max,
                section.texts("cipher_suites"),
                section.flag("prefer_server_cipher_suites", true),
                curves());
    }

    private Optional<Pem> pem(String key) throws SettingsException {
        Optional<String> text = section.text(key);
        Optional<String> name = section.text(key + "_file");
        if (text.isPresent() && name.isPresent()) {
            throw new SettingsException(NAME + " has both " + key + " and " + key + "_file: expected one of them");
        }
        if (name.isEmpty()) {
            return text.map(pem -> new Pem(section.path(key), Optional.empty(), pem));
        }
        try {
            return Optional.of(new Pem(section.path(key + "_file"), Optional.of(file.resolveSibling(name.get())), ""));
        } catch (InvalidPathException e) {
            throw new SettingsException(section.where(key + "_file") + " is no name of a file", e);
        }
    }

    private static SettingsException missing(String key) {
        return new SettingsException(NAME + " has no " + key + "_file and no " + key + ": TLS needs one of them");
    }

    private ClientAuth clientAuth() throws SettingsException {
        String text = section.text("client_auth_type").orElse(ClientAuth.NO_CLIENT_CERT.key());
        // The name that early versions of the format had.
        String name = text.equals("RequireClientCert") ? ClientAuth.REQUIRE_ANY_CLIENT_CERT.key() : text;
        return choice("client_auth_type", name, CLIENT_AUTHS);
    }

    private void check(ClientAuth clientAuth, Optional<Pem> clientCa, List<String> sans) throws SettingsException {
        if (clientAuth.isVerified() && clientCa.isEmpty()) {
            throw new SettingsException(NAME + ": client_auth_type " + clientAuth.key()
                    + " needs client_ca_file or client_ca: who signs the clients' certificates");
        }
        if (clientCa.isPresent() && clientAuth == ClientAuth.NO_CLIENT_CERT) {
            throw new SettingsException(
                    NAME + " has a client_ca but no client_auth_type: expected RequireAndVerifyClientCert");
        }
        if (!sans.isEmpty() && !clientAuth.isRequired()) {
            throw new SettingsException(NAME + ": client_allowed_sans needs client_auth_type RequireAndVerifyClientCert"
                    + " or RequireAnyClientCert: others let clients in without a certificate");
        }
    }

    private List<String> curves() throws SettingsException {
        List<String> curves = new ArrayList<>();
        for (String name : section.texts("curve_preferences")) {
            curves.add(choice("curve_preferences", name, CURVES));
        }
        return List.copyOf(curves);
    }

    private <T> T choice(String key, String name, Map<String, T> choices) throws SettingsException {
        return Optional.ofNullable(choices.get(name))
                .orElseThrow(() -> section.bad(key, String.join(", ", new TreeSet<>(choices.keySet()))));
    }
}
