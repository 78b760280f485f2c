package io.github.haproxyexporter.http.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.settings.SettingsException;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebConfigReaderTest {
    private static final Path FIXTURES = Path.of("src/test/resources/io/github/haproxyexporter/http/config");

    static List<String> badFixtures() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".bad.yml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("badFixtures")
    void read_badFixture_saysWhatItExpects(String name) throws IOException {
        Path file = FIXTURES.resolve(name);
        String expected = Files.readAllLines(file).stream()
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.substring(2))
                .collect(Collectors.joining(" "))
                .replaceFirst("^expect: ", "");

        assertThatThrownBy(() -> WebConfigReader.read(file))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(file + ": " + expected.strip());
    }

    @Test
    void read_badKeyInside_neverQuotesIt() {
        assertThatThrownBy(() -> WebConfigReader.read(FIXTURES.resolve("not_yaml.bad.yml")))
                .hasMessageNotContaining("PRIVATE KEY")
                .hasMessageNotContaining("out of place");
    }

    @Test
    void read_passwordInClear_neverQuotesIt() {
        assertThatThrownBy(() -> WebConfigReader.read(FIXTURES.resolve("password_in_clear.bad.yml")))
                .hasMessageNotContaining("hunter2");
    }

    /** Secrets under the wrong key, as a key, with the colon forgotten, too long for a name of a file. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "basic_auth_users: {prometheus:ZqSecret7}",
                "basic_auth_users: {ZqSecret7: prometheus}",
                "basic_auth_users: ZqSecret7",
                "basic_auth_users:\n  prometheus: [ZqSecret7]",
                "ZqSecret7: x",
                "ZqSecret7",
                "tls_server_config: {ZqSecret7: x}",
                "tls_server_config: {cert_file: /dev/null, key_file: \"-----BEGIN PRIVATE KEY-----\\nZqSecret7\\n\"}",
                "tls_server_config: {cert_file: /dev/null, key_file: \"ZqSecret7\\0\"}",
                "tls_server_config: {cert_file: ZqSecret7, key_file: ZqSecret7}",
                "tls_server_config: {cert: x, key: x, min_version: ZqSecret7}",
                "tls_server_config: {cert: x, key: x, client_auth_type: ZqSecret7}",
                "tls_server_config: {cert: x, key: x, curve_preferences: [ZqSecret7]}",
                "tls_server_config: {cert: x, key: x, prefer_server_cipher_suites: ZqSecret7}",
                "http_server_config: {headers: {ZqSecret7: x}}",
                "http_server_config: {headers: {X-Frame-Options: ZqSecret7}}",
                "http_server_config: {http2: ZqSecret7}",
                "rate_limit: {interval: ZqSecret7}",
                "rate_limit: {interval: 1s, burst: ZqSecret7}",
                "a: *ZqSecret7",
                "a: !ZqSecret7 b",
                "ZqSecret7: 1\nZqSecret7: 2",
                "&ZqSecret7 a: &ZqSecret7 b\n%ZqSecret7",
            })
    void read_secretAnywhere_isNeverQuoted(String text) {
        for (String yaml : List.of(text, text.replace("ZqSecret7", "ZqSecret7" + "x".repeat(5000)))) {
            assertThatThrownBy(() -> {
                        WebConfig config = WebConfigReader.parse(yaml, Path.of("/etc/exporter/web.yml"));
                        config.tls().orElseThrow().cert().read();
                        config.tls().orElseThrow().key().read();
                    })
                    .isInstanceOf(SettingsException.class)
                    .hasMessageNotContaining("ZqSecret7")
                    .hasNoCause();
        }
    }

    @Test
    void read_everything_isTaken() throws SettingsException {
        Path file = FIXTURES.resolve("everything.good.yml").toAbsolutePath();

        WebConfig config = WebConfigReader.read(file);

        TlsSettings tls = config.tls().orElseThrow();
        assertThat(tls.cert())
                .isEqualTo(new Pem("tls_server_config.cert_file", Optional.of(file.resolveSibling("server.pem")), ""));
        assertThat(tls.key())
                .isEqualTo(
                        new Pem("tls_server_config.key_file", Optional.of(Path.of("/etc/ssl/private/server.key")), ""));
        assertThat(tls.clientAuth()).isEqualTo(ClientAuth.REQUIRE_AND_VERIFY_CLIENT_CERT);
        assertThat(tls.clientCa())
                .contains(new Pem("tls_server_config.client_ca_file", Optional.of(file.resolveSibling("ca.pem")), ""));
        assertThat(tls.clientAllowedSans()).containsExactly("prometheus", "10.0.0.1");
        assertThat(tls.cipherSuites()).containsExactly("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(tls.preferServerCipherSuites()).isFalse();
        assertThat(tls.curves()).containsExactly("x25519", "secp256r1");
        assertThat(config.headers()).isEqualTo(Map.of("X-Frame-Options", "deny"));
        assertThat(config.users()).containsOnlyKeys("prometheus", "007");
        assertThat(config.rateLimit()).contains(new WebConfig.RateLimit(Duration.ofSeconds(90), 5));
    }

    @Test
    void read_defaults_areThoseOfTheFormat() throws SettingsException {
        TlsSettings tls =
                WebConfigReader.read(FIXTURES.resolve("inline.good.yml")).tls().orElseThrow();

        assertThat(tls.minVersion()).isEqualTo(TlsVersion.TLS12);
        assertThat(tls.maxVersion()).isEqualTo(TlsVersion.TLS13);
        assertThat(tls.preferServerCipherSuites()).isTrue();
        assertThat(tls.clientAuth()).isEqualTo(ClientAuth.REQUIRE_ANY_CLIENT_CERT);
        assertThat(tls.cert().read()).isEqualTo("the certificate\n");
    }

    @Test
    void read_nothing_isAConfigurationWithoutSettings() throws SettingsException {
        WebConfig none = new WebConfig(Optional.empty(), Map.of(), Map.of(), Optional.empty());

        assertThat(WebConfigReader.read(FIXTURES.resolve("nothing.good.yml"))).isEqualTo(none);
        assertThat(WebConfigReader.read(FIXTURES.resolve("empty_sections.good.yml")))
                .isEqualTo(none);
    }

    @Test
    void read_fileThatIsMissing_isNamed() {
        assertThatThrownBy(() -> WebConfigReader.read(Path.of("/nowhere/web.yml")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("--web.config.file: /nowhere/web.yml does not exist");
    }

    @Test
    void read_directory_isNamed() {
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            assertThatThrownBy(() -> WebConfigReader.read(directory.path()))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(directory.path() + " cannot be read");
        }
    }

    @Test
    void read_anyBytes_isAnErrorOfItsOwn() {
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            Path deep = directory.write("deep.yml", "[".repeat(100_000));
            Path bomb = directory.write("bomb.yml", "a: &a [1]\n" + "b: [" + "*a, ".repeat(5000) + "*a]\n");
            Path nul = directory.write("nul.yml", "a: \u0000\n");

            Path tag = directory.write("tag.yml", "rate_limit: !!java.net.URL [http://127.0.0.1/]\n");

            for (Path file : List.of(deep, bomb, nul, tag)) {
                assertThatThrownBy(() -> WebConfigReader.read(file)).isInstanceOf(SettingsException.class);
            }
        }
    }

    @Test
    void toString_ofSecrets_hidesThem() {
        assertThat(new Pem("tls_server_config.key", Optional.empty(), "TOP SECRET").toString())
                .doesNotContain("SECRET");
        assertThat(new BcryptHash("$2y$10$abc").toString()).doesNotContain("abc");
    }
}
