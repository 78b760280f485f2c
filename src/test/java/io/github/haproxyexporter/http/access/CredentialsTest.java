package io.github.haproxyexporter.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @Test
    void of_basicHeader_areNameAndPassword() {
        assertThat(Credentials.of("Basic " + base64("prometheus:a:b"))).contains(new Credentials("prometheus", "a:b"));
        assertThat(Credentials.of("basic " + base64("münchen:ü"))).contains(new Credentials("münchen", "ü"));
        assertThat(Credentials.of("Basic " + base64(":"))).contains(new Credentials("", ""));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic %%%", "Bearer cHJvbTpzZWNyZXQ=", "Basic cHJvbQ=="})
    void of_anythingElse_areNone(String header) {
        assertThat(Credentials.of(header)).isEmpty();
    }

    @Test
    void toString_hidesThePassword() {
        assertThat(new Credentials("prometheus", "secret").toString()).doesNotContain("secret");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
