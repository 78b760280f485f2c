package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServedCertificatesTest {

    private static final String HEADER = "# Frontend/Bind\tSNI\tNegative Filter\tType\tFilename\tNotAfter\tNotBefore\n";
    private static final String DATES = "\tDec  4 17:32:17 2026 GMT\tNov 24 17:32:17 2026 GMT\n";

    private final ServedCertificates certificates = new ServedCertificates();

    @Test
    void readNames_rows_areNamesAndExpiries() throws Exception {
        assertThat(readNames(HEADER
                        + "web//etc/haproxy.cfg:15\ta.example\t-\tecdsa\t/c/a.pem" + DATES
                        + "web//etc/haproxy.cfg:16\ta.example\t-\trsa\t/c/a.pem" + DATES
                        + "web//etc/haproxy.cfg:15\t*\t-\tecdsa\t/c/b.pem\tJan 14 00:00:01 2027 GMT\t\n"
                        + "short\trow\n\n"))
                .isTrue();

        assertThat(certificates.names().rows())
                .containsExactly(new String[] {"web", "a.example", "/c/a.pem"}, new String[] {"web", "*", "/c/b.pem"});
        assertThat(certificates.expiries().rows())
                .containsExactly(new String[] {"/c/a.pem", "1796405537"}, new String[] {"/c/b.pem", "1799884801"});
    }

    @Test
    void readNames_hostileNames_areCleanedBoundedAndOne() throws Exception {
        String name = "x".repeat(300);
        readNames(HEADER + "web/1\ta\u001b[31m\u202eb\"\\\t-\tecdsa\t" + name + "1" + DATES
                + "web/1\ta.example\t-\tecdsa\t" + name + "2\tNov 25 00:00:00 2026 GMT\t\n\n");

        assertThat(certificates.names().rows().get(0)[1]).isEqualTo("a [31m b\"\\");
        assertThat(certificates.expiries().rows())
                .as("two files whose names are one, told by the date that comes first")
                .containsExactly(new String[] {"x".repeat(256) + "…", "1795564800"});
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "never", "Dec 44 17:32:17 2026 GMT", "Dec  4 17:32:17 2026 CET"})
    void readNames_noDate_isNoExpiry(String date) throws Exception {
        readNames(HEADER + "web/1\ta.example\t-\tecdsa\t/c/a.pem\t" + date + "\t\n\n");

        assertThat(certificates.expiries().size()).isZero();
        assertThat(certificates.names().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unknown command, but maybe one of the following ones is a better match:\n  show ssl cert\n\n",
                "Unknown command: 'show', but maybe one of the following ones is a better match:\n  show ssl cert\n\n"
            })
    void readNames_beforeHaproxy32_isNotKnown(String answer) throws Exception {
        assertThat(readNames(answer)).isFalse();
        assertThat(files(answer)).isEmpty();
    }

    @Test
    void readFiles_list_leavesOutChangesUnderWay() throws Exception {
        assertThat(files("# transaction\n*/c/new.pem\n# filename\n/c/a.pem\n/c/sp ace.pem\n\n"))
                .containsExactly("/c/a.pem", "/c/sp ace.pem");
    }

    @ParameterizedTest
    @CsvSource({
        "Can't allocate memory!, PERMISSION_DENIED, level operator",
        "Permission denied, PERMISSION_DENIED, Permission denied",
        "Welcome, PROTOCOL, Welcome",
    })
    void readFiles_refusal_isAnError(String answer, ErrorKind kind, String text) {
        HaproxyException e = catchThrowableOfType(HaproxyException.class, () -> files(answer + "\n\n"));

        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e).hasMessageContaining(text);
        assertThat(catchThrowableOfType(HaproxyException.class, () -> readNames(answer + "\n\n"))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void readExpiries_answers_areInTheOrderOfTheFiles() throws Exception {
        String answers = "Filename: /c/a.pem\nnotBefore: x\nnotAfter: Dec  4 17:32:17 2026 GMT\n\n"
                + "Can't display the certificate: Not found or the certificate is a bundle!\n\n"
                + "Filename: /c/c.pem\nnotAfter: Jan 14 00:00:01 2027 GMT\n\n";
        exchange(answers, in -> {
            certificates.readExpiries(in, List.of("/c/a.pem", "/c/b.pem", "/c/c.pem"));
            return true;
        });

        assertThat(certificates.expiries().column("certificate")).containsExactly("/c/a.pem", "/c/c.pem");
        assertThat(certificates.names().size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/c/a-1_b.pem, /c/a-1_b.pem",
        "/c/sp ace.pem, /c/sp\\ ace.pem",
        "a;disable server b/s, a\\;disable\\ server\\ b/s",
        "a\\, a\\\\",
        "a <<, a\\ \\<\\<",
    })
    void command_file_isOneWord(String file, String word) {
        assertThat(ServedCertificates.command(file)).isEqualTo("show ssl cert " + word);
    }

    private boolean readNames(String answer) throws HaproxyException {
        return exchange(answer, certificates::readNames);
    }

    private static List<String> files(String answer) throws HaproxyException {
        return exchange(answer, ServedCertificates::readFiles);
    }

    private static <T> T exchange(String answer, HaproxyClient.AnswerReader<T> reader) throws HaproxyException {
        try (StubSocket stub = StubSocket.unix(StubScript.sending(answer.getBytes(StandardCharsets.UTF_8)))) {
            return Answers.client(stub.uri()).exchange(List.of("show"), Answers.soon(), reader);
        }
    }
}
