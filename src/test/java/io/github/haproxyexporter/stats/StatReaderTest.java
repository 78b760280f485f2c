package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.testing.Dump;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatReaderTest {

    private static final String HEADER = "# pxname,svname,scur,stot,status,type,last_chk,-,h1_total,\n";

    @Test
    void read_rows_areColumns() throws Exception {
        StatTable table = Answers.table(HEADER
                + "web,FRONTEND,1,10,OPEN,0,,-,7,\n"
                + "web,sock-1,,,OPEN,3,,-,,\n"
                + "shop,web1,2,20,UP,2,,-,,\n"
                + "shop,BACKEND,3,30,UP,1,,-,8,\n\n");

        assertThat(table.header())
                .containsExactly("pxname", "svname", "scur", "stot", "status", "type", "last_chk", "-", "h1_total");
        assertThat(table.rows()).isEqualTo(4);
        assertThat(table.kind(0)).isEqualTo(ObjectKind.FRONTEND);
        assertThat(table.rows(ObjectKind.FRONTEND)).containsExactly(0);
        assertThat(table.rows(ObjectKind.LISTENER)).containsExactly(1);
        assertThat(table.rows(ObjectKind.SERVER)).containsExactly(2);
        assertThat(table.rows(ObjectKind.BACKEND)).containsExactly(3);
        assertThat(table.proxy(2)).isEqualTo("shop");
        assertThat(table.service(2)).isEqualTo("web1");
        assertThat(numbers(table, "scur")).containsExactly(1L, NumberColumn.EMPTY, 2L, 3L);
        assertThat(numbers(table, "h1_total")).containsExactly(7L, NumberColumn.EMPTY, NumberColumn.EMPTY, 8L);
        assertThat(table.text("status").at(1)).isEqualTo("OPEN");
        assertThat(table.number("-")).isNull();
        assertThat(table.number("nothing")).isNull();
        assertThat(table.text("nothing").at(3)).isEmpty();
        assertThat(table.rejectedCells()).isZero();
        assertThat(table.droppedRows()).isZero();
    }

    @Test
    void read_otherOrderOfColumns_isFoundByName() throws Exception {
        StatTable table = Answers.table("# pxname,svname,type,stot\nshop,web1,2,20\n\n");

        assertThat(numbers(table, "stot")).containsExactly(20L);
        assertThat(table.kind(0)).isEqualTo(ObjectKind.SERVER);
    }

    @Test
    void read_recordedDump_hasEveryRow() throws Exception {
        StatTable table = Answers.table(Dump.haproxy26().text("show stat"));

        assertThat(table.rows()).isEqualTo(39);
        assertThat(table.rows(ObjectKind.SERVER)).hasSize(26);
        assertThat(table.rejectedCells()).isZero();
        assertThat(table.text("last_agt").at(table.rows(ObjectKind.SERVER)[11]))
                .isEqualTo("via agent : down (out of disk, \"quoted\")");
    }

    @Test
    void read_quotedText_keepsCommasQuotesAndLoosesControlCharacters() throws Exception {
        StatTable table = Answers.table(HEADER + "shop,web1,2,20,DOWN,2,\"a, \"\"b\"\"\r\nc\u001b\",-,9,\n\n");

        assertThat(table.text("last_chk").at(0)).isEqualTo("a, \"b\"  c ");
        assertThat(numbers(table, "h1_total")).containsExactly(9L);
        assertThat(numbers(table, "stot")).containsExactly(20L);
    }

    @Test
    void read_invalidUtf8_isReplaced() throws Exception {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes((HEADER + "shop,web1,2,20,DOWN,2,x").getBytes(StandardCharsets.UTF_8));
        answer.write(0xff);
        answer.writeBytes(",-,9,\nshop,web2,2,20,DOWN,2,\"".getBytes(StandardCharsets.UTF_8));
        answer.write(0xfe);
        answer.writeBytes("\",-,9,\n\n".getBytes(StandardCharsets.UTF_8));

        StatTable table = Answers.table(answer.toByteArray());

        assertThat(table.text("last_chk").at(0)).isEqualTo("x\uFFFD");
        assertThat(table.text("last_chk").at(1)).isEqualTo("\uFFFD");
    }

    @Test
    void read_shortRow_hasEmptyCells() throws Exception {
        StatTable table = Answers.table(HEADER + "shop,web1,2\nshop,BACKEND\nweb,FRONTEND,4\n\n");

        assertThat(numbers(table, "scur")).containsExactly(2L, NumberColumn.EMPTY, 4L);
        assertThat(table.kind(0)).isEqualTo(ObjectKind.SERVER);
        assertThat(table.kind(1)).isEqualTo(ObjectKind.BACKEND);
        assertThat(table.kind(2)).isEqualTo(ObjectKind.FRONTEND);
    }

    @Test
    void read_longRow_losesWhatHasNoName() throws Exception {
        StatTable table = Answers.table(HEADER + "shop,web1,2,20,UP,2,,-,9,10,11,12,\n\n");

        assertThat(table.rows()).isEqualTo(1);
        assertThat(numbers(table, "h1_total")).containsExactly(9L);
    }

    @Test
    void read_sameObjectTwice_keepsTheFirst() throws Exception {
        StatTable table = Answers.table(HEADER
                + "shop,web1,1,18446744073709551615,UP,2,,-,,\n"
                + "shop,web1,2,18446744073709551614,DOWN,2,late,-,1,\n"
                + "shop,web2,,,UP,2,,-,,\n"
                + "web1,shop,,,UP,2,,-,,\n\n");

        assertThat(table.rows()).isEqualTo(3);
        assertThat(table.droppedRows()).isEqualTo(1);
        assertThat(numbers(table, "scur")).containsExactly(1L, NumberColumn.EMPTY, NumberColumn.EMPTY);
        assertThat(table.number("stot").digits(0)).isEqualTo("18446744073709551615");
        assertThat(table.number("stot").at(1)).isEqualTo(NumberColumn.EMPTY);
        assertThat(table.text("last_chk").at(1)).isEmpty();
        assertThat(table.text("status").at(0)).isEqualTo("UP");
    }

    @Test
    void read_proxyUnderTwoServices_isOneObject() throws Exception {
        StatTable table = Answers.table(HEADER
                + "a,FRONTEND,1,,OPEN,0,,-,,\na,OTHER,2,,OPEN,0,,-,,\n"
                + "a,BACKEND,3,,UP,1,,-,,\na,OTHER,4,,UP,1,,-,,\n"
                + "a,x,5,,UP,2,,-,,\na,y,6,,UP,2,,-,,\na,x,7,,OPEN,3,,-,,\na,y,8,,OPEN,3,,-,,\n\n");

        assertThat(numbers(table, "scur")).containsExactly(1L, 3L, 5L, 6L, 7L, 8L);
        assertThat(table.droppedRows()).isEqualTo(2);
    }

    @Test
    void read_manyRows_findsEveryDuplicate() throws Exception {
        StringBuilder answer = new StringBuilder(HEADER);
        for (int copy = 0; copy < 2; copy++) {
            for (int i = 0; i < 1000; i++) {
                answer.append("b")
                        .append(i % 7)
                        .append(",s")
                        .append(i)
                        .append(',')
                        .append(copy)
                        .append(",1,UP,2,,-,,\n");
            }
        }

        StatTable table = Answers.table(answer.append('\n').toString());

        assertThat(table.rows()).isEqualTo(1000);
        assertThat(table.droppedRows()).isEqualTo(1000);
        assertThat(numbers(table, "scur")).containsOnly(0L);
        assertThat(table.service(999)).isEqualTo("s999");
        assertThat(table.proxy(999)).isEqualTo("b5");
    }

    @Test
    void read_unknownType_isLeftOut() throws Exception {
        StatTable table = Answers.table(HEADER + "x,y,1,1,UP,4,,-,,\nx,y,2,2,UP,22,,-,,\nx,y,3,3,UP,2,,-,,\n\n");

        assertThat(numbers(table, "scur")).containsExactly(3L);
        assertThat(table.droppedRows()).isZero();
    }

    @Test
    void read_cellThatIsNoNumber_isCountedAndEmpty() throws Exception {
        StatTable table = Answers.table(HEADER + "shop,web1,many,20,UP,2,,-,,\n\n");

        assertThat(numbers(table, "scur")).containsExactly(NumberColumn.EMPTY);
        assertThat(table.rejectedCells()).isEqualTo(1);
    }

    @Test
    void read_sameColumnTwiceOrUnnamed_countsTheFirst() throws Exception {
        StatTable table = Answers.table("# pxname,svname,scur,,scur,status,pxname,type,\na,b,1,5,2,UP,z,2,\n\n");

        assertThat(numbers(table, "scur")).containsExactly(1L);
        assertThat(table.proxy(0)).isEqualTo("a");
        assertThat(table.number("")).isNull();
    }

    @Test
    void read_onlyWanted_keepsNothingElse() throws Exception {
        StatTable table = Answers.of(
                HEADER + "shop,web1,2,20,UP,2,,-,,\n\n",
                scanner -> new StatReader(
                                scanner,
                                "s",
                                KnownColumns.load(),
                                List.of("scur")::contains,
                                new TextPool(MemoryBudget.unlimited().openCache()),
                                MemoryBudget.unlimited().open(false, () -> false),
                                0)
                        .read(true));

        assertThat(numbers(table, "scur")).containsExactly(2L);
        assertThat(table.number("stot")).isNull();
        assertThat(table.text("status").at(0)).isEmpty();
        assertThat(table.kind(0)).isEqualTo(ObjectKind.SERVER);
    }

    @Test
    void read_overHttp_endsWithTheStream() throws Exception {
        StatTable table = Answers.of(
                HEADER + "shop,web1,2,20,UP,2,,-,,\n",
                scanner -> new StatReader(
                                scanner,
                                "s",
                                KnownColumns.load(),
                                name -> true,
                                new TextPool(MemoryBudget.unlimited().openCache()),
                                MemoryBudget.unlimited().open(false, () -> false),
                                0)
                        .read(false));

        assertThat(table.rows()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', TRUNCATED, closed without an answer",
        "'Permission denied\n\n', PERMISSION_DENIED, level user",
        "'Unknown command: show\n\n', PROTOCOL, 'Unknown command: show'",
        "'220 mail.example ESMTP\n\n', PROTOCOL, stats socket",
        "'# pxname,sv', TRUNCATED, in the middle of a line",
        "'# pxname,svname,scur,\n', TRUNCATED, empty line",
        "'# pxname,svname,scur,\na,b,1,\n', TRUNCATED, empty line",
        "'# pxname,svname,scur,\na,b,', TRUNCATED, in the middle",
        "'# pxname,svname,scur,\nnonsense\n\n', MALFORMED, got 'nonsense'",
        "'# pxname,svname,scur,\n,b,1,\n\n', MALFORMED, a row of",
        "'# pxname,svname,scur,\na,,1,\n\n', MALFORMED, a row of",
        "'# pxname,svname,scur,\na,b,\"x\"y,\n\n', MALFORMED, not CSV",
        "'\n', PROTOCOL, got ''",
    })
    void read_somethingElse_isAKindOfError(String answer, ErrorKind kind, String message) {
        HaproxyException e = catchThrowableOfType(HaproxyException.class, () -> Answers.table(answer));

        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e).hasMessageContaining(message);
    }

    private static long[] numbers(StatTable table, String name) {
        NumberColumn column = table.number(name);
        assertThat(column).as(name).isNotNull();
        long[] values = new long[table.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = column.at(row);
        }
        return values;
    }
}
