package io.github.haproxyexporter.cli.report;

import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.lint.LintReport;
import java.util.List;

/** Writes findings as JSON: {@code {"findings":[{"id","severity","file","line","backend","server","message","suggestion"}]}}. */
public final class JsonReport {
    private JsonReport() {}

    public static String write(LintReport report) {
        JsonWriter json = new JsonWriter().beginObject();
        writeFindings(json, report.findings());
        json.key("notes").beginArray();
        report.notes()
                .forEach(note -> json.beginObject()
                        .member("file", note.origin().file())
                        .member("line", note.origin().line())
                        .member("message", note.message())
                        .endObject());
        return json.endArray().endObject() + "\n";
    }

    /** Adds the member {@code findings} to the open object. */
    public static void writeFindings(JsonWriter json, List<Finding> findings) {
        json.key("findings").beginArray();
        for (Finding finding : findings) {
            json.beginObject()
                    .member("id", finding.id())
                    .member("severity", finding.severity().label())
                    .member("file", finding.origin().file())
                    .member("line", finding.origin().line())
                    .member("backend", finding.backend())
                    .member("server", finding.server())
                    .member("message", finding.message())
                    .member("suggestion", finding.suggestion().line())
                    .endObject();
        }
        json.endArray();
    }
}
