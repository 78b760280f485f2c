package io.github.haproxyexporter.client;

import static io.github.haproxyexporter.client.Exchanges.client;
import static io.github.haproxyexporter.client.Exchanges.failure;
import static io.github.haproxyexporter.client.Exchanges.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.BlackHole;
import io.github.haproxyexporter.testing.Ports;
import io.github.haproxyexporter.testing.StubConnection;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpStatsClientTest {

    @Test
    void exchange_ok_readsTheBody() throws Exception {
        try (StubSocket stub = StubSocket.tcp(answering(response(200, "hello")))) {
            HaproxyClient client = client(uri(stub, ""));

            assertThat(client.exchange(List.of("show stat"), soon(), Exchanges::all))
                    .isEqualTo("hello");
            assertThat(client.takesCommands()).isFalse();
            assertThat(client.address()).hasToString(uri(stub, ""));
            assertThat(stub.commands().get(0).strip()).isEqualTo("GET /stats;csv HTTP/1.1");
            assertThat(stub.commands())
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("authorization"));
        }
    }

    @Test
    void exchange_withCredentials_sendsThemAndNeverShowsThem() throws Exception {
        try (StubSocket stub = StubSocket.tcp(answering(response(401, "")))) {
            HaproxyException e = failure(uri(stub, "admin:secret@"));

            assertThat(stub.commands())
                    .anyMatch(line -> line.strip().equalsIgnoreCase("authorization: Basic YWRtaW46c2VjcmV0"));
            assertThat(e).hasMessageNotContaining("secret").hasMessageNotContaining("YWRtaW46c2VjcmV0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, PERMISSION_DENIED, stats auth",
        "403, PERMISSION_DENIED, stats auth",
        "404, NOT_FOUND, stats uri",
        "500, PROTOCOL, HTTP 500",
        "204, PROTOCOL, HTTP 204",
    })
    void exchange_otherStatus_isAKindOfError(int status, ErrorKind kind, String hint) {
        try (StubSocket stub = StubSocket.tcp(answering(response(status, "")))) {
            HaproxyException e = failure(uri(stub, ""));

            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e).hasMessageContaining("asking " + uri(stub, "")).hasMessageContaining(hint);
        }
    }

    @Test
    void exchange_redirect_isNotFollowedWithThePassword() {
        try (StubSocket other = StubSocket.tcp(answering(response(200, "hello")));
                StubSocket stub = StubSocket.tcp(answering("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:"
                        + other.port() + "/\r\nContent-Length: 0\r\n\r\n"))) {
            assertThat(failure(uri(stub, "admin:secret@")).kind()).isEqualTo(ErrorKind.PROTOCOL);
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void exchange_nobodyListens_isRefused() {
        assertThat(failure("http://127.0.0.1:" + Ports.free() + "/stats;csv").kind())
                .isEqualTo(ErrorKind.REFUSED);
    }

    @Test
    void exchange_unknownHost_isNotFound() {
        assertThat(failure("http://no-such-host.invalid/stats;csv").kind()).isEqualTo(ErrorKind.NOT_FOUND);
    }

    @Test
    void exchange_connectHangs_timesOut() {
        try (BlackHole hole = BlackHole.open()) {
            assertThat(failure("http://127.0.0.1:" + hole.port() + "/", Duration.ofMillis(300))
                            .kind())
                    .isEqualTo(ErrorKind.TIMEOUT);
        }
    }

    @Test
    void exchange_noAnswer_timesOut() {
        try (StubSocket stub = StubSocket.tcp(StubScript.hanging())) {
            assertThat(failure(uri(stub, ""), Duration.ofMillis(300)).kind()).isEqualTo(ErrorKind.TIMEOUT);
        }
    }

    @Test
    void exchange_bodyHangs_timesOut() {
        StubScript script = connection -> {
            readRequest(connection);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            connection.hang();
        };
        try (StubSocket stub = StubSocket.tcp(script)) {
            assertThat(failure(uri(stub, ""), Duration.ofMillis(300)).kind()).isEqualTo(ErrorKind.TIMEOUT);
        }
    }

    @Test
    void exchange_bodyCut_isTruncated() {
        try (StubSocket stub = StubSocket.tcp(answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"))) {
            assertThat(failure(uri(stub, "")).kind()).isEqualTo(ErrorKind.TRUNCATED);
        }
    }

    @Test
    void exchange_noHttp_isProtocol() {
        try (StubSocket stub = StubSocket.tcp(answering("220 mail.example ESMTP\r\n"))) {
            assertThat(failure(uri(stub, "")).kind()).isEqualTo(ErrorKind.PROTOCOL);
        }
    }

    @Test
    void exchange_plainWhereTlsIsExpected_isProtocolWithAHint() {
        try (StubSocket stub = StubSocket.tcp(connection -> {
            connection.send(response(400, "no TLS here"));
            connection.hang();
        })) {
            HaproxyException e = failure("https://127.0.0.1:" + stub.port() + "/stats;csv");

            assertThat(e.kind()).isEqualTo(ErrorKind.PROTOCOL);
            assertThat(e).hasMessageContaining("TLS failed").hasMessageContaining("--no-haproxy.ssl-verify");
        }
    }

    @Test
    void exchange_longerThanTheLimit_isTooLarge() {
        try (StubSocket stub = StubSocket.tcp(answering(response(200, "x".repeat(1001))))) {
            assertThat(failure(uri(stub, "")).kind()).isEqualTo(ErrorKind.TOO_LARGE);
        }
    }

    private static StubScript answering(String response) {
        return connection -> {
            readRequest(connection);
            connection.send(response);
        };
    }

    private static void readRequest(StubConnection connection) throws IOException {
        while (!connection.readLine().isBlank()) {
            // Up to the empty line that ends the request's head.
        }
    }

    private static String response(int status, String body) {
        return "HTTP/1.1 " + status + " Whatever\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String uri(StubSocket stub, String credentials) {
        return "http://" + credentials + "127.0.0.1:" + stub.port() + "/stats;csv";
    }
}
