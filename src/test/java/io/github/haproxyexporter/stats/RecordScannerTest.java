package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.client.CannedClient;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordScannerTest {

    @Test
    void nextRecord_lines_endAtLineFeeds() throws Exception {
        assertThat(records("a,b\r\n\nc\n")).containsExactly("a,b", "", "c");
        assertThat(records("")).isEmpty();
        assertThat(records("\r\n")).containsExactly("");
    }

    @Test
    void nextRecord_quotes_keepLineFeeds() throws Exception {
        assertThat(records("a,\"x\ny\",b\nc\n")).containsExactly("a,\"x\ny\",b|quoted", "c");
        assertThat(records("\"a\"\"\n\"\nb\n")).containsExactly("\"a\"\"\n\"|quoted", "b");
    }

    @Test
    void nextLine_quotes_meanNothing() throws Exception {
        List<String> read = Answers.of("a\"b\nc\"\n", scanner -> {
            List<String> lines = new ArrayList<>();
            while (scanner.nextLine()) {
                lines.add(text(scanner));
            }
            return lines;
        });

        assertThat(read).containsExactly("a\"b", "c\"");
    }

    @Test
    void nextRecord_longRecords_moveThroughTheBuffer() throws Exception {
        List<String> expected = new ArrayList<>();
        StringBuilder answer = new StringBuilder();
        for (int length : new int[] {65_000, 1, 65_535, 65_536, 65_537, 200_000, 3, 1_000_000, 0, 7}) {
            // Different from place to place, so that what is moved to the wrong one shows.
            String record = "0123456789a".repeat(length / 11 + 1).substring(0, length);
            expected.add(record);
            answer.append(record).append('\n');
        }

        assertThat(records(answer.toString())).isEqualTo(expected);
    }

    @Test
    void nextRecord_byteByByte_isTheSame() throws Exception {
        byte[] answer = "a,\"x\ny\"\n\nlast\n".getBytes(StandardCharsets.UTF_8);
        try (StubSocket stub = StubSocket.unix(StubScript.trickling(answer, Duration.ofMillis(1)))) {
            List<String> read =
                    Answers.client(stub.uri()).exchange(List.of("x"), Answers.soon(), in -> all(new RecordScanner(in)));

            assertThat(read).containsExactly("a,\"x\ny\"|quoted", "", "last");
        }
    }

    @Test
    void nextRecord_withoutLineFeed_isTruncated() {
        assertThatThrownBy(() -> records("a\nhalf"))
                .isInstanceOfSatisfying(
                        HaproxyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TRUNCATED))
                .hasMessageContaining("after 6 bytes");
        assertThatThrownBy(() -> records("a\n\"open\nquote\n")).isInstanceOf(HaproxyException.class);
    }

    @Test
    void nextRecord_endlessLine_isMalformed() {
        assertThatThrownBy(() -> records("x".repeat((1 << 20) + 1) + "\n"))
                .isInstanceOfSatisfying(
                        HaproxyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.MALFORMED))
                .hasMessageContaining("longer than 1048576 bytes");
    }

    @Test
    void nextLine_linesWithoutEnd_areTooLarge() throws Exception {
        assertThat(lines("x\n".repeat(99_999))).isEqualTo(99_999);
        assertThatThrownBy(() -> lines("x\n".repeat(100_000) + "y\n"))
                .isInstanceOfSatisfying(
                        HaproxyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE));
    }

    @Test
    void nextLine_longLines_areTooLargeTogether() throws Exception {
        String line = "x".repeat((1 << 20) - 1) + "\n";

        assertThat(lines(line.repeat(16) + "x".repeat(16) + "\n")).isEqualTo(17);
        assertThatThrownBy(() -> lines(line.repeat(16) + "x".repeat(17) + "\n"))
                .isInstanceOfSatisfying(
                        HaproxyException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE))
                .hasMessageContaining("16777216 bytes");
    }

    private static int lines(String answer) throws HaproxyException {
        return CannedClient.socket(answer.getBytes(StandardCharsets.US_ASCII))
                .exchange(List.of("x"), Answers.soon(), in -> {
                    RecordScanner scanner = new RecordScanner(in);
                    int lines = 0;
                    while (scanner.nextLine()) {
                        lines++;
                    }
                    return lines;
                });
    }

    @Test
    void excerpt_record_isShortAndPrintable() throws Exception {
        assertThat(excerpt("a\tb\u007fcé" + "x".repeat(100))).isEqualTo("a?b?c??" + "x".repeat(53));
        assertThat(excerpt("~ ")).isEqualTo("~ ");
    }

    private static String excerpt(String line) throws HaproxyException {
        return Answers.of(line + "\n", scanner -> {
            scanner.nextLine();
            return scanner.excerpt();
        });
    }

    private static List<String> records(String answer) throws HaproxyException {
        return Answers.of(answer, RecordScannerTest::all);
    }

    private static List<String> all(RecordScanner scanner) throws IOException {
        List<String> records = new ArrayList<>();
        while (scanner.nextRecord()) {
            assertThat(scanner.isEmpty()).isEqualTo(text(scanner).isEmpty());
            records.add(text(scanner) + (scanner.isQuoted() ? "|quoted" : ""));
        }
        return records;
    }

    private static String text(RecordScanner scanner) {
        return new String(scanner.bytes(), scanner.from(), scanner.to() - scanner.from(), StandardCharsets.UTF_8);
    }
}
