package io.github.haproxyexporter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.haproxyexporter.testing.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a client sees of a handler that fails: that it failed, and nothing else. */
class RouterTest {
    private static final Limits LIMITS = new Limits(
            10, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10), 16_384, 100, 16_384, 16);
    private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Test
    void handlerThatFails_isAnErrorWithoutDetails() throws IOException {
        try (LogLines log = LogLines.of(Router.class)) {
            String answer = answer(exchange -> {
                throw new IllegalStateException("no /etc/secret at Handler.java:17");
            });

            assertThat(answer)
                    .startsWith("HTTP/1.1 500")
                    .endsWith("\r\n\r\ninternal error; the log has more\n")
                    .doesNotContain("secret", "java", "Exception", "at ");
            assertThat(log.take()).containsExactly("ERROR GET /x failed");
        }
    }

    @Test
    void handlerThatFailsInTheMiddle_cutsTheAnswer() throws IOException {
        try (LogLines log = LogLines.of(Router.class)) {
            String answer = answer(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("half".getBytes(StandardCharsets.US_ASCII));
                exchange.getResponseBody().flush();
                throw new StackOverflowError("in /etc/secret");
            });

            assertThat(answer)
                    .startsWith("HTTP/1.1 200")
                    .contains("half")
                    .doesNotContain("internal", "secret")
                    .doesNotEndWith("0\r\n\r\n");
            assertThat(log.take()).containsExactly("ERROR GET /x failed");
        }
    }

    private static String answer(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (RequestThreads threads = new RequestThreads(LIMITS, 1, Duration.ZERO, () -> {})) {
            server.createContext(
                    "/",
                    new Router(Map.of("/x", handler), threads, LIMITS.maxBodyBytes(), Optional.empty(), reason -> {}));
            server.setExecutor(threads);
            server.start();
            try (RawConnection client =
                    RawConnection.to("http://127.0.0.1:" + server.getAddress().getPort() + "/")) {
                return client.send(GET).readToEnd();
            }
        } finally {
            server.stop(0);
        }
    }
}
