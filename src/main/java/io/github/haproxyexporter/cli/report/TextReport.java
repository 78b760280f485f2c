package io.github.haproxyexporter.cli.report;

import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.cli.terminal.Span;
import io.github.haproxyexporter.lint.Edit;
import io.github.haproxyexporter.lint.Finding;
import io.github.haproxyexporter.lint.LintReport;
import io.github.haproxyexporter.lint.Severity;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi.Style;

/** Writes findings for a person. */
public final class TextReport {
    private static final String INDENT = "    ";

    /** Of a finding that concerns many lines, the first are an example. */
    private static final int EDITS_SHOWN = 3;

    private TextReport() {}

    /** Writes the findings on a page and, at the end, one line that counts them. */
    public static String write(LintReport report, Page page) {
        report.findings().forEach(finding -> write(page, finding));
        report.notes()
                .forEach(note -> page.line(note.origin() + ": note")
                        .paragraph(INDENT, sentence(note.message()))
                        .blank());
        return page.line(summary(report)).toString();
    }

    private static void write(Page page, Finding finding) {
        String about = finding.backend().map(backend -> " " + backend).orElse("")
                + finding.server().map(server -> "/" + server).orElse("");
        page.paragraph(
                        INDENT.length(),
                        Span.plain(finding.origin() + ": "),
                        Span.in(colourOf(finding.severity()), finding.severity().label()),
                        Span.plain(" " + finding.id() + about))
                .paragraph(INDENT, sentence(finding.message()));
        List<Edit> edits = finding.suggestion().edits();
        edits.stream().limit(EDITS_SHOWN).forEach(edit -> write(page, finding, edit));
        if (edits.size() > EDITS_SHOWN) {
            page.line(INDENT + "and " + (edits.size() - EDITS_SHOWN) + " more lines like these (--json has them)");
        }
        page.blank();
    }

    private static void write(Page page, Finding finding, Edit edit) {
        if (!edit.origin().equals(finding.origin())) {
            page.line(INDENT + "at " + edit.origin());
        }
        String verb = edit.kind() == Finding.Suggestion.Kind.ADD ? "add:   " : "write: ";
        for (String line : edit.text().split("\n", -1)) {
            page.line(INDENT + verb + line);
        }
    }

    private static String summary(LintReport report) {
        long errors = count(report, Severity.ERROR);
        long warnings = count(report, Severity.WARNING);
        long infos = count(report, Severity.INFO);
        String ignored = report.ignored() == 0 ? "" : "; " + report.ignored() + " ignored by comments";
        if (errors + warnings + infos == 0) {
            return "No findings" + ignored + ".";
        }
        return plural(errors, "error") + ", " + plural(warnings, "warning") + ", " + infos + " for information"
                + ignored + ".";
    }

    private static long count(LintReport report, Severity severity) {
        return report.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String sentence(String message) {
        return message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + ".";
    }

    private static Style colourOf(Severity severity) {
        return switch (severity) {
            case ERROR -> Style.fg_red;
            case WARNING -> Style.fg_yellow;
            case INFO -> Style.fg_cyan;
        };
    }
}
