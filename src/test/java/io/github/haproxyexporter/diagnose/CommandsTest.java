package io.github.haproxyexporter.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.probe.PlanMaker;
import io.github.haproxyexporter.probe.ProbePlan;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain-1.2/3:4@%+=,",
                "two words",
                "it's",
                "$(rm -rf /) `id` $HOME \\",
                "",
                "a\nb\r\n\u001b[2J",
                "tab\there's \\ ü\n"
            })
    void quote_anything_isTakenLiterallyByTheShell(String text) {
        String quoted = Commands.quote(text);
        assertThat(quoted).doesNotContainPattern("\\p{Cntrl}");
        assertThat(Finished.run(Programs.find("bash").toString(), "-c", "printf %s. " + quoted)
                        .orThrow()
                        .out())
                .isEqualTo(text + ".");
    }

    /** What is pasted sends what HAProxy sends: no Host that the check lacks, the PROXY header, and no secret into a ticket. */
    @Test
    void request_isTheCheckByteForByte_withoutItsSecrets() throws Exception {
        HaproxyConfig config = ConfigReader.read("t.cfg", """
                backend b
                    mode http
                    option httpchk GET /it\\'s%20up HTTP/1.1
                    http-check send hdr Authorization s3cret hdr X-A b
                    server s 127.0.0.1:80 check send-proxy
                """, Map.of());
        ProbePlan plan = PlanMaker.of(
                        config.backend("b").orElseThrow(),
                        config.server("b", "s").orElseThrow(),
                        Optional.empty())
                .orElseThrow();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CheckStep.HttpSend request =
                    plan.method().flatMap(CheckMethod::request).orElseThrow();
            String command = Commands.request(plan.withPort(listener.getLocalPort()), request);
            assertThat(command).doesNotContain("s3cret").doesNotContain("curl").doesNotContain("socat");
            CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> {
                try (Socket connection = listener.accept()) {
                    StringBuilder text = new StringBuilder();
                    while (!text.toString().endsWith("\r\n\r\n")) {
                        text.append((char) connection.getInputStream().read());
                    }
                    connection.getOutputStream().write("HTTP/1.0 200 fine\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    return text.toString();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            String answer = Finished.run(Programs.find("bash").toString(), "-c", "SECRET='s3c ret'; " + command)
                    .orThrow()
                    .out();
            assertThat(answer).contains("HTTP/1.0 200 fine");
            assertThat(seen.join())
                    .isEqualTo("PROXY UNKNOWN\r\nGET /it's%20up HTTP/1.1\r\nauthorization: s3c ret\r\nx-a: b\r\n"
                            + "connection: close\r\n\r\n");
        }
    }
}
