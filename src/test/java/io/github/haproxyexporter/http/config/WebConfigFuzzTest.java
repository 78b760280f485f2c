package io.github.haproxyexporter.http.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.haproxyexporter.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Any text as a web configuration: it is valid as a whole, or refused in one line that quotes nothing of it. */
class WebConfigFuzzTest {
    private static final Path FILE = Path.of("/etc/exporter/web.yml");

    /** Stands where a tilde stood in the input, so that the fuzzer can put a secret anywhere. */
    private static final String SECRET = "ZqSecret7";

    @FuzzTest(maxDuration = "10m")
    void file(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).replace("~", SECRET);
        WebConfig config;
        try {
            config = WebConfigReader.parse(text, FILE);
            readFiles(config);
        } catch (SettingsException e) {
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

    private static void readFiles(WebConfig config) throws SettingsException {
        if (config.tls().isPresent()) {
            config.tls().get().cert().read();
            config.tls().get().key().read();
        }
    }

    private static void assertOneLine(String message) {
        assertThat(message).isNotBlank().doesNotContainPattern("[\\p{Cntrl}\\u0085\\u2028\\u2029]");
        assertThat(message).as("wherever it stands").doesNotContain(SECRET);
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
        if (tls.key().file().isEmpty() && !tls.key().text().isBlank()) {
            assertThat(tls.key().toString()).isEqualTo("tls_server_config.key");
        }
    }
}
