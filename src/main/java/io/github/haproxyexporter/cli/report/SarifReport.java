package io.github.haproxyexporter.cli.report;

import static io.github.haproxyexporter.text.Json.object;

import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.lint.LintReport;
import io.github.haproxyexporter.lint.Rule;
import io.github.haproxyexporter.lint.Rules;
import io.github.haproxyexporter.lint.Severity;
import io.github.haproxyexporter.text.Json;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes findings as SARIF 2.1.0, which code review reads, with the suggestions as fixes. */
public final class SarifReport {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private SarifReport() {}

    /**
     * Writes one run.
     *
     * @param version of this program
     */
    public static String write(LintReport report, String version) {
        List<Rule> rules = Rules.all();
        List<String> ids = rules.stream().map(Rule::id).toList();
        Map<String, Object> driver = object(
                "name",
                "haproxy-exporter lint",
                "version",
                version,
                "rules",
                rules.stream().map(SarifReport::rule).toList());
        Map<String, Object> run = object(
                "tool",
                object("driver", driver),
                "columnKind",
                "utf16CodeUnits",
                "results",
                report.findings().stream()
                        .map(finding -> result(finding, ids.indexOf(finding.id())))
                        .toList());
        return Json.write(object("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run)));
    }

    private static Map<String, Object> rule(Rule rule) {
        return object(
                "id", rule.id(),
                "shortDescription", object("text", rule.title()),
                "fullDescription", object("text", rule.explanation()),
                "defaultConfiguration", object("level", level(rule.severity())));
    }

    private static Map<String, Object> result(Finding finding, int ruleIndex) {
        Finding.Suggestion suggestion = finding.suggestion();
        String verb = suggestion.kind() == Finding.Suggestion.Kind.ADD ? "Add: " : "Write: ";
        Map<String, Object> location = object(
                "artifactLocation", object("uri", uri(finding.origin().file())),
                "region", object("startLine", finding.origin().line()));
        return object(
                "ruleId", finding.id(),
                "ruleIndex", ruleIndex,
                "level", level(finding.severity()),
                "message", object("text", finding.message() + ". " + verb + suggestion.line()),
                "locations", List.of(object("physicalLocation", location)));
    }

    /** A relative path stays relative, so that code review finds the file in the repository. */
    private static String uri(String file) {
        Path path = Path.of(file);
        if (path.isAbsolute()) {
            return path.toUri().toString();
        }
        return URI.create("file:///")
                .relativize(Path.of("/").resolve(path.normalize()).toUri())
                .toString();
    }

    private static String level(Severity severity) {
        return severity == Severity.INFO ? "note" : severity.label();
    }
}
