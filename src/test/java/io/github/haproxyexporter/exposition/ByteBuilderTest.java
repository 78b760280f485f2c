package io.github.haproxyexporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteBuilderTest {

    @Test
    void append_longs_areAsLongToStringSays() throws IOException {
        Random random = new Random(42);
        StringBuilder expected = new StringBuilder();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuilder bytes = new ByteBuilder(out, 64);
        for (int i = 0; i < 200_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            bytes.append(value).append((byte) ' ');
            expected.append(value).append(' ');
        }
        bytes.flush();

        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(expected.toString());
    }

    @Test
    void append_edges_areRight() throws IOException {
        for (long power = 1; power > 0 && power <= 1_000_000_000_000_000_000L; power *= 10) {
            for (long value : new long[] {power - 1, power, power + 1, -power, power * 9}) {
                assertThat(text(value)).isEqualTo(Long.toString(value));
            }
            if (power == 1_000_000_000_000_000_000L) {
                break;
            }
        }
        for (long value : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, 0, -1, -9, -10}) {
            assertThat(text(value)).isEqualTo(Long.toString(value));
        }
    }

    @Test
    void appendMillis_figures_areAsBigDecimalSays() throws IOException {
        Random random = new Random(43);
        for (int i = 0; i < 50_000; i++) {
            long millis = i < 3000 ? i - 1500 : random.nextLong() >> (1 + random.nextInt(63));
            String expected = BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
            assertThat(millis(millis)).isEqualTo(millis == 0 ? "0" : expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0.001",
        "10, 0.01",
        "100, 0.1",
        "1500, 1.5",
        "1230, 1.23",
        "1234, 1.234",
        "60000, 60",
        "-5, -0.005"
    })
    void appendMillis_examples_haveNoZerosAtTheEnd(long millis, String expected) throws IOException {
        assertThat(millis(millis)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 32, 100})
    void append_anyBuffer_losesNothing(int capacity) throws IOException {
        StringBuilder expected = new StringBuilder();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuilder bytes = new ByteBuilder(out, capacity);
        for (int i = 0; i < 300; i++) {
            String text = "é".repeat(i % 70);
            bytes.append(text)
                    .append((long) i * 1_000_003)
                    .append((byte) '\n')
                    .append(new byte[] {'a', 'b', 'c'}, 1, 2);
            expected.append(text).append((long) i * 1_000_003).append('\n').append('b');
        }
        bytes.flush();
        bytes.flush();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
    }

    @Test
    void append_untilFull_writesOnlyThen() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuilder bytes = new ByteBuilder(out, 4);

        bytes.append("abcd");
        assertThat(out.size()).isZero();
        bytes.append((byte) 'e');
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("abcd");
        bytes.append("fghijk");
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("abcdefghijk");
    }

    private static String text(long value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ByteBuilder(out, 20).append(value).flush();
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static String millis(long value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ByteBuilder(out, 64).appendMillis(value).flush();
        return out.toString(StandardCharsets.US_ASCII);
    }
}
