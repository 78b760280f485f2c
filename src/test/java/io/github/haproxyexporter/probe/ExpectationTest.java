package io.github.haproxyexporter.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {
    private static final String ANSWER = """
            HTTP/1.1 201 Created\r
            Content-Type: text/plain\r
            Via: a, b\r
            Set-Cookie: sid=1; x\r
            \r
            all good here
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status 200 | false",
                "status 200,201 | true",
                "status 200-299 | true",
                "! status 500-599 | true",
                "!status 201 | false",
                "rstatus ^20[01]$ | true",
                "! rstatus ^5 | true",
                "string good | true",
                "string all\\ bad | false",
                "! string good | false",
                "rstring g.*d | true",
                "! rstring [Bb]ad | true",
                "min-recv 4 comment x string good | true",
                "hdr name via value b | true",
                "fhdr name via value b | false",
                "hdr name VIA | true",
                "hdr name x-none | false",
                "hdr name set-cookie value -m beg sid= | true",
                "hdr name -m beg set- value -m sub x | true",
                "hdr name -m reg ^set value -m reg ^sid | true",
            })
    void fulfilled_everyKindOfRule_isJudgedAsByHaproxy(String rule, boolean expected) throws ConfigException {
        HttpAnswer answer =
                HttpAnswer.parse(ANSWER.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(Expectation.fulfilled(expect("http-check expect " + rule), answer))
                .contains(expected);
    }

    @Test
    void fulfilled_logFormat_isLeftToHaproxy() throws ConfigException {
        HttpAnswer answer =
                HttpAnswer.parse(ANSWER.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(Expectation.fulfilled(expect("http-check expect string-lf %H"), answer))
                .isEmpty();
        assertThat(Expectation.fulfilled(expect("http-check expect rstring (?&x)"), answer))
                .isEmpty();
    }

    /** Java's engine needs a stack or a time that HAProxy's does not. */
    @ParameterizedTest
    @ValueSource(strings = {"(.|\\n)*ready", ".*x.*x.*x.*x.*ready", "(a|b|ab)*c", "((x+)+)+y"})
    void fulfilled_expressionTooHardForJava_isLeftToHaproxy(String expression) throws ConfigException {
        String body = "x".repeat(7_000) + "ab".repeat(4_000);
        HttpAnswer answer = HttpAnswer.parse(("HTTP/1.0 200 OK\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(Expectation.fulfilled(expect("http-check expect rstring " + expression), answer))
                .isEmpty();
        assertThat(Expectation.fulfilled(
                        expect("tcp-check expect rstring " + expression), body.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void fulfilled_plainData_knowsBinary() throws ConfigException {
        byte[] data = {0x2b, 0x50, 0x4f, 0x4e, 0x47};
        assertThat(Expectation.fulfilled(expect("tcp-check expect binary 2B504f"), data))
                .contains(true);
        assertThat(Expectation.fulfilled(expect("tcp-check expect string +PONG"), data))
                .contains(true);
        assertThat(Expectation.fulfilled(expect("tcp-check expect ! rstring ^-"), data))
                .contains(true);
    }

    @Test
    void parse_chunkedBody_isJoined() {
        String chunked = """
                HTTP/1.1 200 OK\r
                Transfer-Encoding: chunked\r
                \r
                5\r
                all g\r
                3;x=y\r
                ood\r
                0\r
                \r
                """;
        HttpAnswer answer =
                HttpAnswer.parse(chunked.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(answer.bodyText()).isEqualTo("all good");
    }

    @Property
    void parse_anyBytes_neverFails(@ForAll byte[] tail) {
        byte[] head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        assertThat(HttpAnswer.parse(all)).isPresent();
        assertThat(Texts.firstLine(tail)).doesNotContainPattern("\\p{Cntrl}");
    }

    private static CheckStep.Expect expect(String rule) throws ConfigException {
        String option = rule.startsWith("http") ? "option httpchk" : "option tcp-check";
        return ConfigReader.read(
                        "t.cfg", "backend b\n " + option + "\n " + rule + "\n server s 10.0.0.1:80 check\n", Map.of())
                .backend("b")
                .orElseThrow()
                .check()
                .steps()
                .stream()
                .filter(CheckStep.Expect.class::isInstance)
                .map(CheckStep.Expect.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
