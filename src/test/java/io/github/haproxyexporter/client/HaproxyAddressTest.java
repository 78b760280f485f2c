package io.github.haproxyexporter.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.client.HaproxyAddress.AbstractUnix;
import io.github.haproxyexporter.client.HaproxyAddress.Http;
import io.github.haproxyexporter.client.HaproxyAddress.Tcp;
import io.github.haproxyexporter.client.HaproxyAddress.Unix;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HaproxyAddressTest {

    @ParameterizedTest
    @CsvSource({
        "unix:/run/haproxy/admin.sock, /run/haproxy/admin.sock",
        "unix:///run/haproxy/admin.sock, /run/haproxy/admin.sock",
        "UNIX:/run/s, /run/s",
        "unix:relative/s, relative/s",
    })
    void parse_unix_isAPath(String text, String path) {
        assertThat(HaproxyAddress.parse(text))
                .isEqualTo(new Unix(Path.of(path)))
                .hasToString("unix:" + path);
    }

    @Test
    void parse_unixWithAtSign_isAbstract() {
        assertThat(HaproxyAddress.parse("unix:@haproxy"))
                .isEqualTo(new AbstractUnix("haproxy"))
                .hasToString("unix:@haproxy");
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:9999, 127.0.0.1, 9999, tcp://127.0.0.1:9999",
        "TCP://host.example:1, host.example, 1, tcp://host.example:1",
        "tcp://[::1]:65535, ::1, 65535, tcp://[::1]:65535",
    })
    void parse_tcp_isHostAndPort(String text, String host, int port, String shown) {
        assertThat(HaproxyAddress.parse(text)).isEqualTo(new Tcp(host, port)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8404/stats;csv", "https://edge1.example/;csv", "http://[::1]:1/a;csv"})
    void parse_http_isKept(String text) {
        assertThat(HaproxyAddress.parse(text))
                .hasToString(text)
                .isInstanceOfSatisfying(
                        Http.class, http -> assertThat(http.authorization()).isNull());
    }

    @ParameterizedTest
    @CsvSource({
        "http://admin:secret@host/stats;csv, admin:secret, http://host/stats;csv",
        "https://admin@host:8443/stats;csv, admin, https://host:8443/stats;csv",
        "http://admin:p%40ss%20w%3A@host/;csv, admin:p@ss w:, http://host/;csv",
    })
    void parse_httpWithCredentials_keepsThemApart(String text, String credentials, String shown) {
        assertThat(HaproxyAddress.parse(text))
                .hasToString(shown)
                .isInstanceOfSatisfying(
                        Http.class,
                        http -> assertThat(http.authorization())
                                .isEqualTo("Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(credentials.getBytes(StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @CsvSource({
        "/run/haproxy.sock, expected unix:/path",
        "'', expected unix:/path",
        "ftp://host/stats, expected unix:/path",
        "unix:, expected unix:/path/to/socket",
        "unix:@, expected unix:/path/to/socket",
        "tcp://host, expected tcp://host:port",
        "tcp://host:0, expected tcp://host:port",
        "tcp://host:65536, expected tcp://host:port",
        "tcp://:9999, expected tcp://host:port",
        "tcp://ho st:1, is not a valid URI",
        "http:///stats;csv, expected http(s)://host",
        "http://ho^st/stats;csv, is not a valid URI",
    })
    void parse_other_saysWhatIsExpected(String text, String message) {
        assertThatThrownBy(() -> HaproxyAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void parse_unixWithNul_isNoPath() {
        assertThatThrownBy(() -> HaproxyAddress.parse("unix:/run/\0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://admin:secret@/stats;csv",
                "http://admin:secret@ho^st/stats;csv",
                "http://admin:sec^ret@host:1:2/stats",
                "http://admin:secret/secret@host/stats",
                "http://admin:secret?secret@host/stats",
                "http://admin:sec ret@secret@host:x/",
                "ftp://admin:secret@host/stats",
                "htp:admin:secret@host/stats",
                "tcp://admin:secret@host",
                "admin:secret@host",
            })
    void parse_badAddressWithCredentials_neverShowsThem(String text) {
        assertThatThrownBy(() -> HaproxyAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("sec"));
    }
}
