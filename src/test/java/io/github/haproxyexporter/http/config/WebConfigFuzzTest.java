package io.github.haproxyexporter.http.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Any text as a web configuration: it is valid as a whole, or refused in one line that quotes keys and harmless settings alone. */
class WebConfigFuzzTest {
    private static final Path FILE = Path.of("/etc/exporter/web.yml");

    /** Stands where a tilde stood in the input, so that the fuzzer can put a secret anywhere. */
    private static final String SECRET = "ZqSecret7";

    /** A key is no secret, nor are the settings that are quoted with their value. */
    private static final Pattern MAY_QUOTE = Pattern.compile("(?:line [0-9]+: no valid YAML: found duplicate key .*"
            + "|(?:[a-z_0-9]+: )?unknown key '.*|http_server_config\\.headers.*"
            + "|basic_auth_users: '.*' is no name of a user: .*|basic_auth_users\\..* is not a bcrypt hash: .*"
            + "|tls_server_config\\.(?:client_auth_type|(?:min|max)_version|curve_preferences|prefer_server_cipher_suites)"
            + " is '.*|http_server_config\\.http2 is '.*|rate_limit\\.(?:interval|burst) is '.*)");

    @FuzzTest(maxDuration = "10m")
    void file(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).replace("~", SECRET);
        WebConfig config;
        try {
            config = WebConfigReader.parse(text, FILE);
        } catch (WebConfigException e) {
            assertOneLine(e.getMessage());
            return;
        }
        assertThat(config.toString())
                .as("as a log might have it")
                .satisfies(shown -> config.users()
                        .values()
                        .forEach(hash -> assertThat(shown).doesNotContain(hash.text())));
        config.users().forEach((user, hash) -> {
            assertThat(user).isNotEmpty().doesNotContain(":");
            assertThat(hash.cost()).isBetween(4, 31);
        });
        config.headers().forEach(WebConfigFuzzTest::assertHeader);
        config.tls().ifPresent(WebConfigFuzzTest::assertSound);
        config.rateLimit().ifPresent(limit -> {
            assertThat(limit.interval()).isPositive();
            assertThat(limit.burst()).isPositive();
        });
    }

    private static void assertOneLine(String message) {
        assertThat(message).isNotBlank().doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028\\u2029]");
        if (message.contains(SECRET)) {
            assertThat(message).matches(MAY_QUOTE);
        }
    }

    private static void assertHeader(String name, String value) {
        assertThat(Map.of(name, value)).allSatisfy((key, text) -> {
            assertThat(key).matches("[A-Za-z-]+");
            assertThat(text).isNotEmpty().matches("[ -~]+");
        });
    }

    private static void assertSound(TlsSettings tls) {
        assertThat(tls.minVersion()).isLessThanOrEqualTo(tls.maxVersion());
        assertThat(tls.clientCa().isPresent() || !tls.clientAuth().isVerified())
                .as("nothing is verified without an authority")
                .isTrue();
        assertThat(tls.clientCa().isEmpty() || tls.clientAuth() != ClientAuth.NO_CLIENT_CERT)
                .as("no authority that is never asked")
                .isTrue();
        assertThat(tls.clientAllowedSans().isEmpty() || tls.clientAuth().isRequired())
                .isTrue();
        if (tls.key() instanceof Pem.Inline inline && !inline.text().isBlank()) {
            assertThat(tls.key().toString()).isEqualTo("tls_server_config.key");
        }
    }
}
