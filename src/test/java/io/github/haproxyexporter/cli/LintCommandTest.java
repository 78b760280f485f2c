package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {
    private static final Path FIXTURES = Path.of("src/test/resources/lint");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void cleanFile_exitsWith0() {
        assertThat(run(FIXTURES.resolve("HC001.good.cfg").toString())).isZero();
        assertThat(out).hasToString("No findings.\n");
    }

    @Test
    void informationAlone_exitsWith0() {
        assertThat(run(FIXTURES.resolve("HC010.bad.cfg").toString())).isZero();
        assertThat(out.toString()).contains("info HC010 shop");
    }

    @Test
    void warning_exitsWith1_unlessDisabled() {
        String file = FIXTURES.resolve("HC001.bad.cfg").toString();
        assertThat(run(file)).isEqualTo(1);
        assertThat(out.toString()).contains("warning HC001 shop/web2");
        assertThat(run(file, "--disable", "HC001,HC002")).isZero();
    }

    @Test
    void json_andSarif_areWritten() {
        String file = FIXTURES.resolve("HC001.bad.cfg").toString();
        assertThat(run(file, "--json")).isEqualTo(1);
        assertThat(out.toString()).startsWith("{\n  \"findings\": [");
        assertThat(run(file, "--sarif")).isEqualTo(1);
        assertThat(out.toString()).contains("\"ruleId\": \"HC001\"");
        assertThat(run(file, "--json", "--sarif")).isEqualTo(2);
        assertThat(err.toString()).contains("mutually exclusive");
    }

    @Test
    void missingFile_exitsWith2_andSaysSoInOneLine(@TempDir Path directory) {
        Path missing = directory.resolve("haproxy.cfg");
        assertThat(run(missing.toString())).isEqualTo(2);
        assertThat(err).hasToString("haproxy-exporter: " + missing + ": cannot read this file: it does not exist\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void text_fits80Columns_andWideDoesNotWrap() {
        String file = FIXTURES.resolve("HC006.bad.cfg").toString();
        run(file);
        String narrow = out.toString();
        assertThat(narrow.lines()).allMatch(line -> line.length() <= 80 || line.startsWith("    write: "));
        run(file, "--wide");
        assertThat(out.toString().lines().count()).isLessThan(narrow.lines().count());
        assertThat(out.toString().replaceAll("\\s+", " ")).isEqualTo(narrow.replaceAll("\\s+", " "));
    }

    @Test
    void unknownRule_exitsWith2_andNamesTheRules() {
        assertThat(run(FIXTURES.resolve("HC001.good.cfg").toString(), "--disable", "HC999"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--disable HC999: there is no such rule; the rules are HC001 HC002");
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("lint"));
        all.addAll(List.of(arguments));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
