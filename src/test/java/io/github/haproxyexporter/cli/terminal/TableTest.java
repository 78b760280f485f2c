package io.github.haproxyexporter.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columns_areAsWideAsTheirWidestCell() {
        Page page = new Page(Page.NARROW, false);
        assertThat(table("A|LONG|C", "wide cell|x|", "|y|z").write(page)).isFalse();
        assertThat(page).hasToString("A          LONG  C\nwide cell  x\n           y     z\n");
    }

    @Test
    void lastColumn_standsBelow_whenThePageIsTooNarrow() {
        Table table = table("NAME|STATE|WHY", "a|UP|", "b|DOWN|one two three four five six seven eight nine");
        Page narrow = new Page(40, false);
        assertThat(table.write(narrow)).isFalse();
        assertThat(narrow).hasToString("""
                NAME  STATE
                a     UP
                b     DOWN
                    one two three four five six seven
                    eight nine
                """);
        Page wide = new Page(Page.WIDE, false);
        assertThat(table.write(wide)).isFalse();
        assertThat(wide.toString().lines()).hasSize(3).allMatch(line -> !line.contains("…"));
    }

    @Test
    void names_areCutInTheirMiddle_whenTheyDoNotFit() {
        Page page = new Page(24, false);
        assertThat(table("NAME|STATE|WHY", "payments-europe-west-blue-01|DOWN|refused")
                        .write(page))
                .isTrue();
        assertThat(page).hasToString("""
                NAME               STATE
                payments…-blue-01  DOWN
                    refused
                """);
    }

    private static Table table(String header, String... rows) {
        Table table = new Table(List.of(header.split("[|]", -1)), Set.of(0));
        for (String row : rows) {
            table.row(Arrays.stream(row.split("[|]", -1)).map(Span::plain).toList());
        }
        return table;
    }
}
