package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.memory.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much a table may take, whatever the answer says. */
class StatTableBuilderTest {
    private final StatTableBuilder unbounded = builder();

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

        StatTable table = unbounded.build();
        assertThat(table.rows()).isEqualTo(1);
        assertThat(table.service(0)).isEqualTo("s2");
        assertThat(table.number("scur").at(0)).isEqualTo(NumberColumn.EMPTY);
    }

    private static StatTableBuilder builder() {
        MemoryBudget budget = MemoryBudget.unlimited();
        return new StatTableBuilder(
                List.of("pxname", "svname", "scur", "stot", "type"),
                KnownColumns.load(),
                name -> true,
                new TextPool(budget.openCache()),
                budget.open(false, () -> false),
                0);
    }

    private static void cell(StatTableBuilder builder, int position, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        builder.cell(position, bytes, 0, bytes.length);
    }
}
