package io.github.haproxyexporter.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTest {

    @Test
    void write_longs_areAsLongToStringSays() {
        Random random = new Random(42);
        for (int i = 0; i < 200_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            assertThat(text(value)).isEqualTo(Long.toString(value));
        }
    }

    @Test
    void write_edges_areRight() {
        for (long power = 1; power < 1_000_000_000_000_000_000L; power *= 10) {
            for (long value : new long[] {power - 1, power, power + 1, -power, power * 9}) {
                assertThat(text(value)).isEqualTo(Long.toString(value));
            }
        }
        for (long value : new long[] {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, 0, -1, -9, -10}) {
            assertThat(text(value)).isEqualTo(Long.toString(value));
        }
    }

    @Test
    void writeMillis_figures_areAsBigDecimalSays() {
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
    void writeMillis_examples_haveNoZerosAtTheEnd(long millis, String expected) {
        assertThat(millis(millis)).isEqualTo(expected);
    }

    /** What was written, which is as long as was told; the lengths of negative numbers are not asked for. */
    private static String text(long value) {
        byte[] out = new byte[24];
        int end = Decimal.write(value, out, 0);
        if (value >= 0) {
            assertThat(Decimal.length(value)).isEqualTo(end);
        }
        return new String(out, 0, end, StandardCharsets.US_ASCII);
    }

    private static String millis(long value) {
        byte[] out = new byte[24];
        int end = Decimal.writeMillis(value, out, 0);
        if (value >= 0) {
            assertThat(Decimal.lengthOfMillis(value)).isEqualTo(end);
        }
        return new String(out, 0, end, StandardCharsets.US_ASCII);
    }
}
