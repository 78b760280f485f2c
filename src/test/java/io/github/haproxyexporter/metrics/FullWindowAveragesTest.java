package io.github.haproxyexporter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.StatTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullWindowAveragesTest {

    @ParameterizedTest
    @CsvSource({
        "100, 10, '', 2",
        "1, 3, '', 1",
        "600, 1, '', 2",
        "100, 511, '', 100",
        "1000, 256, '', 500",
        "100, 512, '', 100",
        "100, 5000, '', 100",
        "100, 0, '', 100",
        "0, 10, '', 0",
        "100, '', 10, 2",
        "100, 10, 5000, 2",
        "4294967295, 256, '', 2147483648",
        "4294967296, 256, '', 4294967296",
        "100, '', '', 100",
    })
    void of_average_isSpreadOverTheWholeWindow(String average, String requests, String connections, long expected) {
        assertThat(averages("rtime,req_tot,lbtot", average + "," + requests + "," + connections))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"''", "99999999999999999999", "0.5"})
    void of_noPlainFigure_isEmpty(String average) {
        assertThat(averages("rtime,req_tot,lbtot", average + ",10,10")).containsExactly(Numbers.EMPTY);
    }

    @Test
    void of_tableWithoutCounts_isAsItIs() {
        assertThat(averages("rtime", "100")).containsExactly(100L);
    }

    private static List<Long> averages(String header, String cells) {
        StatTable table = Tables.table("pxname,svname,type," + header, "shop,web1,2," + cells);
        NumberColumn column = table.number("rtime");
        assertThat(column).isNotNull();
        Numbers averages = FullWindowAverages.of(table, column, table.rows(ObjectKind.SERVER));
        return List.of(averages.at(0));
    }
}
