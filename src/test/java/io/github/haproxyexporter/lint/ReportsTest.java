package io.github.haproxyexporter.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.haproxyexporter.cli.report.JsonReport;
import io.github.haproxyexporter.cli.report.SarifReport;
import io.github.haproxyexporter.cli.report.TextReport;
import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.haproxycfg.Note;
import io.github.haproxyexporter.haproxycfg.Origin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static final LintReport REPORT = new LintReport(
            List.of(
                    new Finding(
                            "HC001",
                            Severity.WARNING,
                            new Origin("conf.d/10 shop.cfg", 7),
                            Optional.of("shop"),
                            Optional.of("web1"),
                            "the server is not checked, so it gets its share of the clients after it has died \u001b[31m",
                            suggestion(Edit.replace(
                                    new Origin("conf.d/10 shop.cfg", 7), "server web1 \"10.0.0.1\":80 check")),
                            List.of("shop")),
                    new Finding(
                            "HC010",
                            Severity.INFO,
                            new Origin("/etc/haproxy/haproxy.cfg", 3),
                            Optional.of("shop"),
                            Optional.empty(),
                            "no server is a backup",
                            suggestion(Edit.add(
                                    new Origin("/etc/haproxy/haproxy.cfg", 3),
                                    "server sorry ADDRESS:PORT check backup")),
                            List.of("shop"))),
            List.of(new Note(new Origin("a.cfg", 1), "only HAProxy itself can answer this condition")),
            1);

    private static Finding.Suggestion suggestion(Edit... edits) {
        return new Finding.Suggestion(List.of(edits));
    }

    @Test
    void text_isMeantForAPerson() {
        assertThat(TextReport.write(REPORT, new Page(Page.NARROW, false))).isEqualTo("""
                conf.d/10 shop.cfg:7: warning HC001 shop/web1
                    The server is not checked, so it gets its share of the clients after it has
                    died .[31m.
                    write: server web1 "10.0.0.1":80 check

                /etc/haproxy/haproxy.cfg:3: info HC010 shop
                    No server is a backup.
                    add:   server sorry ADDRESS:PORT check backup

                a.cfg:1: note
                    Only HAProxy itself can answer this condition.

                0 errors, 1 warning, 1 for information; 1 ignored by comments.
                """);
        assertThat(TextReport.write(REPORT, new Page(Page.NARROW, true)))
                .contains("7: \u001b[33mwarning\u001b[39m\u001b[0m HC001");
        assertThat(TextReport.write(new LintReport(List.of(), List.of(), 0), new Page(Page.NARROW, false)))
                .isEqualTo("No findings.\n");
    }

    @Test
    void json_hasEveryField() throws Exception {
        JsonNode json = new ObjectMapper().readTree(JsonReport.write(REPORT));
        JsonNode first = json.at("/findings/0");
        assertThat(first.properties().stream().map(java.util.Map.Entry::getKey))
                .containsExactly("id", "severity", "file", "line", "backend", "server", "message", "suggestion");
        assertThat(first.get("severity").asText()).isEqualTo("warning");
        assertThat(first.get("message").asText()).endsWith("\u001b[31m");
        assertThat(json.at("/findings/1/server").isNull()).isTrue();
        assertThat(json.at("/notes/0/line").asInt()).isEqualTo(1);
    }

    @Test
    void sarif_namesRuleLevelAndLine() throws Exception {
        JsonNode run =
                new ObjectMapper().readTree(SarifReport.write(REPORT, "1.2.3")).at("/runs/0");
        assertThat(run.at("/tool/driver/version").asText()).isEqualTo("1.2.3");
        assertThat(run.at("/tool/driver/rules")).hasSameSizeAs(Rules.all());
        JsonNode second = run.at("/results/1");
        assertThat(second.get("level").asText()).isEqualTo("note");
        assertThat(run.at("/tool/driver/rules/" + second.get("ruleIndex").asInt() + "/id")
                        .asText())
                .isEqualTo("HC010");
        assertThat(second.at("/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .isEqualTo("file:///etc/haproxy/haproxy.cfg");
        assertThat(run.at("/results/0/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .isEqualTo("conf.d/10%20shop.cfg");
        assertThat(run.at("/results/0/locations/0/physicalLocation/region/startLine")
                        .asInt())
                .isEqualTo(7);
    }
}
