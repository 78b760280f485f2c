package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much a table may take, whatever the answer says. */
class StatTableBuilderTest {
    /** What 3 figures (two and the type), 2 names, the kind and the identity of a row take. */
    private static final long ROW = 3 * 8 + 2 * 4 + 1 + 4 * 4;

    /** What a name of two characters takes beside the row. */
    private static final long NAME = 56 + 2;

    private final StatTableBuilder unbounded = builder(Long.MAX_VALUE);

    @Test
    void startRow_tableOverItsBound_isRefused() {
        // The proxy's name, which all rows share, is there once.
        long tenRows = 10 * ROW + 10 * NAME + NAME;

        assertThat(rowsThatFit(builder(tenRows))).isEqualTo(11);
        assertThat(rowsThatFit(builder(tenRows - 1))).isEqualTo(10);
    }

    @Test
    void startRow_tableThatWouldDouble_isRefusedBeforeItDoes() {
        long names = 64 * NAME + NAME;

        assertThat(rowsThatFit(builder(2 * 64 * ROW + names - 1))).isEqualTo(64);
        assertThat(rowsThatFit(builder(2 * 64 * ROW + names))).isGreaterThan(64);
    }

    @Test
    void startRow_sameTextBelowAnother_isCountedOnce() {
        long shared = 20 * ROW + 20 * NAME + 2 * NAME;

        StatTableBuilder builder = builder(shared);
        int rows = 0;
        for (; rows < 60 && builder.startRow(); rows++) {
            cells(builder, rows % 2 == 0 ? "p1" : "p2", name(rows));
        }

        assertThat(rows).as("the proxy's name changes with every row").isLessThan(20);
    }

    @Test
    void endRow_objectsOfAKindThatIsNotKnown_leaveNothingForTheRowsAfter() {
        unbounded.startRow();
        cell(unbounded, 0, "p1");
        cell(unbounded, 1, "s1");
        cell(unbounded, 2, "5");
        cell(unbounded, 4, "9");
        assertThat(unbounded.endRow()).isTrue();
        unbounded.startRow();
        cell(unbounded, 0, "p1");
        cell(unbounded, 1, "s2");
        assertThat(unbounded.endRow()).isTrue();

        assertThat(unbounded.rows()).isEqualTo(1);
        StatTable table = unbounded.build();
        assertThat(table.service(0)).isEqualTo("s2");
        assertThat(table.number("scur").at(0)).isEqualTo(NumberColumn.EMPTY);
    }

    private static int rowsThatFit(StatTableBuilder builder) {
        for (int rows = 0; rows < 100; rows++) {
            if (!builder.startRow()) {
                assertThat(builder.rows()).isEqualTo(rows);
                return rows;
            }
            cells(builder, "p1", name(rows));
        }
        return 100;
    }

    private static StatTableBuilder builder(long maxBytes) {
        return new StatTableBuilder(
                List.of("pxname", "svname", "scur", "stot", "type"),
                KnownColumns.load(),
                name -> true,
                new TextPool(),
                maxBytes,
                0);
    }

    private static String name(int row) {
        return String.valueOf((char) ('a' + row / 26)) + (char) ('a' + row % 26);
    }

    private static void cells(StatTableBuilder builder, String proxy, String service) {
        cell(builder, 0, proxy);
        cell(builder, 1, service);
        cell(builder, 2, "7");
        assertThat(builder.endRow()).isTrue();
    }

    private static void cell(StatTableBuilder builder, int position, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        builder.cell(position, bytes, 0, bytes.length);
    }
}
