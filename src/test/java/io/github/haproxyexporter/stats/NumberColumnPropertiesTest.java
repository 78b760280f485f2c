package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A column changes how wide its cells are as it goes; what is in them must not change with it. */
class NumberColumnPropertiesTest {
    private static final int ROWS = 6;

    /** On both sides of where a byte and an int end, and of the figures that stand for special cells there. */
    private static final List<String> EDGES = List.of(
            "0",
            "127",
            "128",
            "-126",
            "-127",
            "-128",
            "-129",
            "2147483647",
            "2147483648",
            "-2147483646",
            "-2147483647",
            "-2147483648",
            "-2147483649",
            "999999999999999999",
            "18446744073709551615",
            "1.5");

    /** A cell that is set, or cleared where there is no text. */
    record Step(int row, String text) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.of(EDGES),
                Arbitraries.longs().between(-200, 200).map(String::valueOf),
                Arbitraries.integers().map(String::valueOf),
                Arbitraries.just(""));
        return Combinators.combine(Arbitraries.integers().between(0, ROWS - 1), texts)
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(10);
    }

    @Property(tries = 500)
    void cells_afterAnySteps_areWhatWasSetLast(@ForAll("steps") List<Step> steps, @ForAll boolean growing) {
        NumberColumn column = new NumberColumn(growing ? 1 : ROWS);
        Map<Integer, String> expected = new HashMap<>();
        int capacity = growing ? 1 : ROWS;
        for (Step step : steps) {
            while (capacity <= step.row()) {
                capacity++;
                column.ensure(capacity);
            }
            if (step.text().isEmpty()) {
                column.clear(step.row());
            } else {
                byte[] bytes = step.text().getBytes(StandardCharsets.US_ASCII);
                assertThat(column.set(step.row(), bytes, 0, bytes.length)).isTrue();
            }
            expected.put(step.row(), step.text());
        }
        column.ensure(ROWS);

        for (int row = 0; row < ROWS; row++) {
            assertCell(column, row, expected.getOrDefault(row, ""));
        }
    }

    private static void assertCell(NumberColumn column, int row, String text) {
        if (text.isEmpty()) {
            assertThat(column.at(row)).isEqualTo(NumberColumn.EMPTY);
        } else if (text.length() > 18 || text.contains(".")) {
            assertThat(column.at(row)).isEqualTo(NumberColumn.AS_TEXT);
            assertThat(column.digits(row)).isEqualTo(text);
        } else {
            assertThat(column.at(row)).isEqualTo(Long.parseLong(text));
        }
    }
}
