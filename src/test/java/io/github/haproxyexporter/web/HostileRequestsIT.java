package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.http.RawConnection;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no decent client sends, against the packaged program. HAProxy is not what they are about, so it is a stub. */
class HostileRequestsIT {
    private static final String NEXT = "GET /-/healthy HTTP/1.1\r\nHost: next\r\nConnection: close\r\n\r\n";

    private static StubSocket haproxy;
    private static ExporterProcess exporter;

    @BeforeAll
    static void start() {
        haproxy = StubSocket.unix(StubScript.answering("# pxname,svname,type,\n", "Name: HAProxy\n"));
        exporter = ExporterProcess.start("--haproxy.scrape-uri=" + haproxy.uri(), "--web.read-timeout=2s");
    }

    @AfterAll
    static void stop() {
        exporter.close();
        haproxy.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 5",
                "Content-Length: 5\r\nContent-Length: 6",
                "Content-Length: 5, 5",
                "Content-Length: +5",
                "Content-Length: -5",
                "Content-Length: 0x5",
                "Content-Length: 99999999999999999999",
                "Content-Length : 5",
                " Content-Length: 5",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding : chunked",
                "X: a\r\nHost: again",
                "No colon at all"
            })
    void request_thatOthersMayReadInAnotherWay_isRefusedAndNothingAfterItRead(String headers) {
        String answer = send("GET /metrics HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\n0\r\n\r\n" + NEXT);

        assertThat(answer).doesNotContain("HTTP/1.1 200").doesNotContain("healthy");
    }

    @Test
    void bodyOfARequest_isNeverReadAsTheNextOne() {
        String inside = NEXT.replace("healthy", "ready");
        String answer = send("GET /-/healthy HTTP/1.1\r\nHost: a\r\nContent-Length: " + inside.length() + "\r\n\r\n"
                + inside + NEXT);

        assertThat(answer).startsWith("HTTP/1.1 200").contains("healthy\n").doesNotContain("ready\n");
        assertThat(count(answer, "HTTP/1.1 ")).isEqualTo(1);
    }

    @Test
    void goodRequests_shareAConnection() {
        String get = "GET /-/healthy HTTP/1.1\r\nHost: a\r\n\r\n";

        assertThat(count(send(get + get.replace("GET", "HEAD") + get + NEXT), "HTTP/1.1 200"))
                .isEqualTo(4);
    }

    @Test
    void chunkedBody_isTakenAndTheConnectionClosed() {
        String answer =
                send("POST /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                        + NEXT);

        assertThat(answer).startsWith("HTTP/1.1 405");
        assertThat(count(answer, "HTTP/1.1 ")).isEqualTo(1);
    }

    @Test
    void http10WithTransferEncoding_isRefused() {
        assertThat(send("GET /metrics HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void http11WithoutHost_isRefused() {
        assertThat(send("GET /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/1.1 extra", "ICAP/1.0", ""})
    void otherProtocols_areRefused(String protocol) {
        assertThat(send("GET /metrics " + protocol + "\r\nHost: a\r\n\r\n")).doesNotContain(" 200 ");
    }

    @Test
    void largeBody_isRefusedWithoutBeingTaken() {
        assertThat(send("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n" + "x".repeat(20_000)))
                .startsWith("HTTP/1.1 413");
        String chunk = "1000\r\n" + "x".repeat(4096) + "\r\n";
        assertThat(send("POST /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(5)
                        + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void headers_toTheirLimitAndBeyond() {
        String fits =
                "GET /-/healthy HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: " + "a".repeat(15_000) + "\r\n\r\n";
        String many = "GET /-/healthy HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";

        assertThat(send(fits)).startsWith("HTTP/1.1 200");
        assertThat(send(fits.replace("aaa", "aaaa"))).doesNotContain("HTTP/1.1 200");
        assertThat(send("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .doesNotContain("HTTP/1.1 200");
        assertThat(send(many + lines(90) + "\r\n")).startsWith("HTTP/1.1 200");
        // The JDK's own limit is 200.
        assertThat(send(many + lines(120) + "\r\n")).doesNotContain("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "PROPFIND", "get", "GETT"})
    void otherMethods_areRefused(String method) {
        String answer = send(method + " /metrics HTTP/1.1\r\nHost: a\r\nX-Secret: echo\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 405").contains("GET, HEAD").doesNotContain("echo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../etc/passwd",
                "/metrics/..",
                "/metrics/../metrics",
                "/./metrics",
                "/metrics/",
                "/metrics%2f",
                "/%2fmetrics",
                "/%6detrics",
                "/metrics%00",
                "/metrics;x",
                "/METRICS",
                "/-/healthy/../../metrics",
                "/..%2f..%2fetc%2fpasswd",
                "/%2e%2e/metrics"
            })
    void otherPaths_areNotFound(String path) {
        HttpAnswer answer = exporter.scrape(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).containsIgnoringCase("not found").doesNotContain("metrics", "passwd");
    }

    /** The JDK's own server answers: with 404, and from later patch levels on with 400. */
    @Test
    void pathThatLooksLikeAHost_isRefusedByTheJdk() {
        HttpAnswer answer = exporter.scrape("//metrics");

        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.text()).doesNotContain("metrics", "haproxy");
    }

    @Test
    void garbage_isRefusedOrDropped() {
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            StringBuilder garbage = new StringBuilder();
            random.ints(200, 0, 256).forEach(octet -> garbage.append((char) octet));
            assertThat(send(garbage + "\r\n\r\n")).doesNotContain("HTTP/1.1 200");
        }
        // The beginning of TLS, and of HTTP/2.
        assertThat(send("\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n")).doesNotContain("HTTP/1.1 200");
        assertThat(send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).doesNotContain("HTTP/1.1 200");

        assertThat(exporter.scrape("/-/healthy").status()).isEqualTo(200);
    }

    @Test
    void errors_tellNothingOfTheProgram() {
        for (String request : new String[] {
            "GET /nothing HTTP/1.1\r\nHost: a\r\n",
            "POST /metrics HTTP/1.1\r\nHost: a\r\n",
            "GET /metrics?scope=%zz HTTP/1.1\r\nHost: a\r\n",
            "GET /metrics?scope=nonsense HTTP/1.1\r\nHost: a\r\n",
            "GET /\\ HTTP/1.1\r\nHost: a\r\n",
            "GET /metrics HTTP/1.1\r\n",
            "nonsense\r\n"
        }) {
            String answer = send(request + "Connection: close\r\n\r\n");

            assertThat(answer)
                    .startsWith("HTTP/1.1 4")
                    .doesNotContainPattern("(?i)\\bserver:")
                    .doesNotContainPattern(
                            "\\.java|\\bat [a-z]+\\.|[0-9]+\\.[0-9]+\\.[0-9]+|/tmp|/work|/root|" + haproxy.path());
        }
    }

    private static String send(String request) {
        try (RawConnection client = RawConnection.to(exporter.url("/"))) {
            return client.send(request).readToEnd();
        }
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("X-").append(i).append(": a\r\n");
        }
        return lines.toString();
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }
}
