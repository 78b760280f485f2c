package io.github.haproxyexporter.cli.report;

import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.lint.LintReport;
import io.github.haproxyexporter.lint.Rule;
import io.github.haproxyexporter.lint.Rules;
import io.github.haproxyexporter.lint.Severity;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

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
        JsonWriter json = new JsonWriter()
                .beginObject()
                .member("$schema", SCHEMA)
                .member("version", "2.1.0")
                .key("runs")
                .beginArray()
                .beginObject();
        json.key("tool")
                .beginObject()
                .key("driver")
                .beginObject()
                .member("name", "haproxy-exporter lint")
                .member("version", version)
                .key("rules")
                .beginArray();
        rules.forEach(rule -> writeRule(json, rule));
        json.endArray().endObject().endObject();
        json.key("columnKind").value("utf16CodeUnits");
        json.key("results").beginArray();
        List<String> ids = rules.stream().map(Rule::id).toList();
        report.findings().forEach(finding -> writeResult(json, finding, ids.indexOf(finding.id())));
        return json.endArray().endObject().endArray().endObject() + "\n";
    }

    private static void writeRule(JsonWriter json, Rule rule) {
        json.beginObject().member("id", rule.id());
        json.key("shortDescription").beginObject().member("text", rule.title()).endObject();
        json.key("fullDescription")
                .beginObject()
                .member("text", rule.explanation())
                .endObject();
        json.key("defaultConfiguration")
                .beginObject()
                .member("level", level(rule.severity()))
                .endObject();
        json.endObject();
    }

    private static void writeResult(JsonWriter json, Finding finding, int ruleIndex) {
        Finding.Suggestion suggestion = finding.suggestion();
        String verb = suggestion.kind() == Finding.Suggestion.Kind.ADD ? "Add: " : "Write: ";
        json.beginObject()
                .member("ruleId", finding.id())
                .member("ruleIndex", ruleIndex)
                .member("level", level(finding.severity()));
        json.key("message")
                .beginObject()
                .member("text", finding.message() + ". " + verb + suggestion.line())
                .endObject();
        json.key("locations").beginArray().beginObject().key("physicalLocation").beginObject();
        writeArtifact(json, finding);
        json.key("region")
                .beginObject()
                .member("startLine", finding.origin().line())
                .endObject();
        json.endObject().endObject().endArray();
        json.endObject();
    }

    private static void writeArtifact(JsonWriter json, Finding finding) {
        json.key("artifactLocation")
                .beginObject()
                .member("uri", uri(finding.origin().file()))
                .endObject();
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
