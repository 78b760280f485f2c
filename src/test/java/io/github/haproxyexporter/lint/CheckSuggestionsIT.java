package io.github.haproxyexporter.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.probe.Recorder;
import io.github.haproxyexporter.testing.HaproxyProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a suggestion makes of the checks, seen by the server that is checked. */
class CheckSuggestionsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SOME_CHECKS = 4;
    private static final String OK = "HTTP/1.0 200 OK\r\n\r\n";
    private static final String NO_CONTENT = "HTTP/1.0 204 No Content\r\n\r\n";
    private static final String REDIRECT = "HTTP/1.0 302 Found\r\nLocation: /login\r\n\r\n";
    private static final String UNAVAILABLE = "HTTP/1.0 503 Service Unavailable\r\n\r\n";
    private static final String HEALTH = "GET /health HTTP/1.0\r\n\r\n";

    /**
     * A fixture after its suggestion.
     *
     * @param answer what the server says to each request
     * @param asked the beginning of what the server hears
     * @param status the check's verdict
     */
    private record Case(String name, String answer, String asked, String status) {
        @Override
        public String toString() {
            return name + " " + status;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("HC002", OK, HEALTH, "L7OK"),
                new Case("HC002", UNAVAILABLE, HEALTH, "L7STS"),
                new Case("HC002.own", UNAVAILABLE, HEALTH, "L7STS"),
                new Case("HC002.rules", UNAVAILABLE, HEALTH, "L7STS"),
                new Case("HC002.inherited", UNAVAILABLE, HEALTH, "L7STS"),
                new Case("HC003", REDIRECT, HEALTH, "L7STS"),
                new Case("HC003.defaults", NO_CONTENT, HEALTH, "L7OK"),
                new Case("HC003.defaults", REDIRECT, HEALTH, "L7STS"),
                new Case("HC003.named", OK, HEALTH, "L7OK"),
                new Case("HC003.named", REDIRECT, HEALTH, "L7STS"),
                new Case("HC020", OK, HEALTH, "L7OK"),
                new Case("HC020", REDIRECT, HEALTH, "L7STS"),
                new Case("HC020.send", OK, "GET /health HTTP/1.0\r\nhost: shop.example.com\r\n\r\n", "L7OK"),
                new Case("HC020.named", OK, "GET /health HTTP/1.1\r\nhost: a.example.com\r\n", "L7OK"),
                new Case("HC020.named", REDIRECT, "GET /health HTTP/1.1\r\nhost: a.example.com\r\n", "L7STS"),
                new Case("HC020.merge", REDIRECT, "GET /health HTTP/1.0\r\nx-check: haproxy\r\n\r\n", "L7STS"),
                new Case("HC021", OK, "GET /health HTTP/1.1\r\nhost: www.example.com\r\n", "L7OK"),
                new Case("HC021.defaults", OK, "GET /health HTTP/1.1\r\nhost: www.example.com\r\n", "L7OK"),
                new Case("HC021.defaults", REDIRECT, "GET /health HTTP/1.1\r\nhost: www.example.com\r\n", "L7STS"),
                new Case("HC021.named", REDIRECT, "GET /health HTTP/1.1\r\nhost: www.example.com\r\n", "L7STS"),
                new Case("HC026", UNAVAILABLE, HEALTH, "L7STS"),
                new Case("HC026.inherited", "+PONG\r\n", "PING\r\n", "L7OK"),
                new Case("HC037", UNAVAILABLE, HEALTH, "L7STS"),
                new Case("HC037.defaults", UNAVAILABLE, HEALTH, "L7STS"),
                new Case("HC037.defaults", NO_CONTENT, HEALTH, "L7OK"),
                new Case("HC037.notfound", REDIRECT, HEALTH, "L7STS"),
                new Case("HC022", "", "\u0016\u0003", "L6"),
                new Case("HC022.default-server", "", "\u0016\u0003", "L6"),
                new Case("HC023", OK, "PROXY ", "L7OK"),
                new Case("HC023.default-server", OK, "\r\n\r\n\0\r\nQUIT\n", "L7OK"),
                new Case("HC035.defaults", "+PONG\r\n", "*1\r\n$4\r\nPING\r\n", "L7OK"),
                new Case("HC035.kubernetes", "", "\u0016\u0003", "L6"),
                new Case("HC036", "", "\u0016\u0003", "L6"),
                new Case("HC036.defaults", "", "\u0016\u0003", "L6"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void suggestion_applied_makesTheChecksThatItPromises(Case each) {
        String id = each.name().substring(0, 5);
        String text = Fixture.text(each.name() + ".bad.cfg");
        Finding finding = Fixture.findings(text, id).stream()
                .filter(found -> found.id().equals(id))
                .findFirst()
                .orElseThrow();
        List<byte[]> answers =
                each.answer().isEmpty() ? List.of() : List.of(each.answer().getBytes(StandardCharsets.ISO_8859_1));
        try (Recorder server = Recorder.start(new byte[0], answers);
                HaproxyProcess haproxy =
                        HaproxyProcess.start(atPort(Fixture.apply(text, finding.suggestion()), server.port()))) {
            Awaitility.await().atMost(PATIENCE).until(() -> server.ended() >= SOME_CHECKS);
            Set<String> asked = server.conversations();
            assertThat(asked)
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request).startsWith(each.asked()));
            String first = haproxy.socket().rows().stream()
                    .filter(row -> "2".equals(row.get("type")) && "shop".equals(row.get("pxname")))
                    .map(row -> row.getOrDefault("svname", ""))
                    .findFirst()
                    .orElseThrow();
            haproxy.awaitColumn(
                    "shop",
                    first,
                    "check_status",
                    status -> status.replace("* ", "").startsWith(each.status()));
        }
    }

    /** The fixture with every server on one port, checked often, and with nothing of this machine. */
    private static String atPort(String text, int port) {
        return text.replaceAll("(?m)^ *(stats socket|log ).*\\n", "")
                .replace("bind :8080", "bind 127.0.0.1:{{port:www}}")
                .replaceAll("\\b10\\.\\d+\\.\\d+\\.\\d+:\\d+", "127.0.0.1:" + port)
                .replaceAll("\\bport \\d+", "port " + port)
                .replaceAll("\\binter \\S+", "inter 200ms")
                .replaceAll("timeout check \\S+", "timeout check 1s");
    }
}
