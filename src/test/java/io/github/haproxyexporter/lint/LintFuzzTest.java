package io.github.haproxyexporter.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.haproxyexporter.cli.report.JsonReport;
import io.github.haproxyexporter.cli.report.SarifReport;
import io.github.haproxyexporter.cli.report.TextReport;
import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.haproxycfg.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Any text as a configuration: it is refused with its line, or each finding lies on a line of it and all reports can be written. */
class LintFuzzTest {
    private static final String FILE = "fuzz.cfg";
    private static final Map<String, String> ENVIRONMENT = Map.of("NAME", "value", "LIST", "a b  c", "EMPTY", "");

    private final ObjectMapper json = new ObjectMapper();

    @FuzzTest(maxDuration = "10m")
    void configuration(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        long lines = text.lines().count();
        HaproxyConfig config;
        try {
            config = ConfigReader.read(FILE, text, ENVIRONMENT);
        } catch (ConfigException e) {
            assertThat(e.getMessage()).matches("(?s)" + FILE + ":[0-9]+: .+");
            String line = e.getMessage().substring(FILE.length() + 1).split(":", 2)[0];
            assertThat(Long.parseLong(line)).isBetween(1L, lines);
            return;
        }
        LintReport report = Linter.lint(new LintInput(config, Map.of()), Set.of());

        report.findings().forEach(finding -> {
            assertWithin(finding.origin(), lines);
            assertThat(finding.message()).isNotBlank();
            assertThat(finding.suggestion().line()).isNotNull();
        });
        report.notes().forEach(note -> assertWithin(note.origin(), lines));
        assertThat(Linter.lint(new LintInput(config, Map.of()), Set.of())).isEqualTo(report);
        assertThat(found(JsonReport.write(report), "/findings"))
                .isEqualTo(report.findings().size());
        assertThat(found(SarifReport.write(report, "1"), "/runs/0/results"))
                .isEqualTo(report.findings().size());
        assertThat(TextReport.write(report, new Page(Page.NARROW, false))).isNotBlank();
    }

    private static void assertWithin(Origin origin, long lines) {
        assertThat(origin.file()).isEqualTo(FILE);
        assertThat((long) origin.line()).isBetween(1L, lines);
    }

    private int found(String report, String list) throws IOException {
        JsonNode items = json.readTree(report).at(list);
        assertThat(items.isArray()).isTrue();
        return items.size();
    }
}
