package io.github.haproxyexporter.cli.report;

import static io.github.haproxyexporter.text.Json.object;

import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.lint.LintReport;
import io.github.haproxyexporter.text.Json;
import java.util.List;
import java.util.Map;

/** Writes findings as JSON: {@code {"findings":[{"id","severity","file","line","backend","server","message","suggestion"}]}}. */
public final class JsonReport {
    private JsonReport() {}

    public static String write(LintReport report) {
        return Json.write(object(
                "findings",
                findings(report.findings()),
                "notes",
                report.notes().stream()
                        .map(note -> object(
                                "file", note.origin().file(),
                                "line", note.origin().line(),
                                "message", note.message()))
                        .toList()));
    }

    static List<Map<String, Object>> findings(List<Finding> findings) {
        return findings.stream()
                .map(finding -> object(
                        "id", finding.id(),
                        "severity", finding.severity().label(),
                        "file", finding.origin().file(),
                        "line", finding.origin().line(),
                        "backend", finding.backend(),
                        "server", finding.server(),
                        "message", finding.message(),
                        "suggestion", finding.suggestion().line()))
                .toList();
    }
}
