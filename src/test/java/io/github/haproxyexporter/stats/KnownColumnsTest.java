package io.github.haproxyexporter.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Dump;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownColumnsTest {

    private final KnownColumns known = KnownColumns.load();

    @Test
    void load_columns_haveNumbersAndTypes() {
        assertThat(known.nameOf(0)).contains("pxname");
        assertThat(known.nameOf(17)).contains("status");
        assertThat(known.nameOf(93)).contains("ttime_max");
        assertThat(known.nameOf(100_000)).isEmpty();
        assertThat(known.isKnown("scur")).isTrue();
        assertThat(known.isKnown("h2_open_connections")).isFalse();
        assertThat(known.isText("last_chk")).isTrue();
        assertThat(known.isText("scur")).isFalse();
        assertThat(known.isText("nothing")).isFalse();
    }

    @Test
    void load_recordedHeader_isKnownUpToTheModules() throws Exception {
        List<String> header = Answers.table(Dump.haproxy26().text("show stat")).header();
        int modules = header.indexOf(KnownColumns.MODULE_SEPARATOR);

        assertThat(header.subList(0, modules)).hasSize(103).allMatch(known::isKnown);
        assertThat(header.subList(modules, header.size())).noneMatch(known::isKnown);
    }
}
