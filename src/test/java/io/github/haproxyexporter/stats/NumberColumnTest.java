package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberColumnTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "9", "10", "-1", "007", "999999999999999999", "-999999999999999999"})
    void set_upTo18Digits_isALong(String text) {
        NumberColumn column = new NumberColumn(1);

        assertThat(set(column, 0, text)).isTrue();
        assertThat(column.at(0)).isEqualTo(Long.parseLong(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1000000000000000000",
                "18446744073709551615",
                "-9223372036854775808",
                "-1000000000000000000",
                "1.5",
                "-0.25",
                "1",
                "0.000001",
            })
    void set_anyNumber_keepsItsDigits(String text) {
        NumberColumn column = new NumberColumn(1);

        assertThat(set(column, 0, text)).isTrue();
        if (text.equals("1")) {
            assertThat(column.at(0)).isEqualTo(1);
            assertThat(column.digits(0)).isEmpty();
        } else {
            assertThat(column.at(0)).isEqualTo(NumberColumn.AS_TEXT);
            assertThat(column.digits(0)).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-", "x", "1x", "x1", ".5", "5.", "1.2.3", "1e5", "+1", " 1", "1 ", "--1", "/", ":", "0x1f", "-.5"
            })
    void set_noNumber_staysEmpty(String text) {
        NumberColumn column = new NumberColumn(1);

        assertThat(set(column, 0, text)).isFalse();
        assertThat(column.at(0)).isEqualTo(NumberColumn.EMPTY);
    }

    @Test
    void set_64Characters_isTheLongest() {
        NumberColumn column = new NumberColumn(2);

        assertThat(set(column, 0, "1".repeat(64))).isTrue();
        assertThat(column.digits(0)).hasSize(64);
        assertThat(set(column, 1, "1".repeat(65))).isFalse();
        assertThat(column.at(1)).isEqualTo(NumberColumn.EMPTY);
    }

    @Test
    void set_partOfABuffer_readsOnlyThat() {
        NumberColumn column = new NumberColumn(2);
        byte[] bytes = "9,12,9".getBytes(StandardCharsets.US_ASCII);

        assertThat(column.set(0, bytes, 2, 4)).isTrue();
        assertThat(column.set(1, bytes, 2, 2)).isTrue();
        assertThat(column.at(0)).isEqualTo(12);
        assertThat(column.at(1)).isEqualTo(NumberColumn.EMPTY);
    }

    @Test
    void clear_row_isEmptyAgain() {
        NumberColumn column = new NumberColumn(2);
        set(column, 0, "18446744073709551615");
        set(column, 1, "5");

        column.clear(0);
        column.clear(1);

        assertThat(column.at(0)).isEqualTo(NumberColumn.EMPTY);
        assertThat(column.digits(0)).isEmpty();
        assertThat(column.at(1)).isEqualTo(NumberColumn.EMPTY);
    }

    @Test
    void ensure_more_keepsWhatIsThereAndAddsEmptyCells() {
        NumberColumn column = new NumberColumn(1);
        set(column, 0, "5");

        column.ensure(4);
        column.ensure(2);

        assertThat(column.at(0)).isEqualTo(5);
        assertThat(column.at(1)).isEqualTo(NumberColumn.EMPTY);
        assertThat(column.at(3)).isEqualTo(NumberColumn.EMPTY);
    }

    @Test
    void of_computed_holdsEachRowsValue() {
        long[] values = {1, -2, 300, NumberColumn.EMPTY, Long.MAX_VALUE};
        NumberColumn column = NumberColumn.of(values.length, row -> values[row]);

        for (int row = 0; row < values.length; row++) {
            assertThat(column.at(row)).isEqualTo(values[row]);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "-128", "300", "-2147483648", "5000000000", "18446744073709551615", "1.5"})
    void copy_rows_givesWhatAtGives(String text) {
        NumberColumn column = new NumberColumn(5);
        set(column, 1, text);
        set(column, 3, text.isEmpty() ? "" : "4");
        int[] rows = {4, 3, 1, 0, 2};
        long[] out = new long[4];

        column.copy(rows, 1, 5, out);

        assertThat(out).containsExactly(column.at(3), column.at(1), column.at(0), column.at(2));
    }

    @Test
    void ofText_reads_oneCell() {
        assertThat(NumberColumn.ofTexts("42").at(0)).isEqualTo(42);
        assertThat(NumberColumn.ofTexts("1.5").digits(0)).isEqualTo("1.5");
        assertThat(NumberColumn.ofTexts("").at(0)).isEqualTo(NumberColumn.EMPTY);
        assertThat(NumberColumn.ofTexts("0d 1h").at(0)).isEqualTo(NumberColumn.EMPTY);
        assertThat(NumberColumn.ofTexts("١").at(0)).isEqualTo(NumberColumn.EMPTY);
    }

    private static boolean set(NumberColumn column, int row, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return column.set(row, bytes, 0, bytes.length);
    }
}
