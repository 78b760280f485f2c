package io.github.haproxyexporter.diagnose.lint;

import io.github.haproxyexporter.diagnose.text.Page;
import java.util.Locale;

/** Writes findings for a person, in 80 columns. */
public final class TextReport {
    private static final String INDENT = "    ";

    private TextReport() {}

    /**
     * Writes the findings and, at the end, one line that counts them.
     *
     * @param colour true when the reader is a terminal that wants colours
     */
    public static String write(LintReport report, boolean colour) {
        Page page = new Page(Page.NARROW, colour);
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
        page.line(finding.origin() + ": "
                        + page.paint(
                                colourOf(finding.severity()), finding.severity().label()) + " " + finding.id() + about)
                .paragraph(INDENT, sentence(finding.message()));
        boolean added = finding.suggestion().kind() == Finding.Suggestion.Kind.ADD;
        page.line(INDENT
                        + (added ? "add:   " : "write: ")
                        + printable(finding.suggestion().line()))
                .blank();
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
        String text = printable(message);
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    /** Control characters in a configuration must not reach the terminal. */
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '\uFFFD' : (char) c));
        return shown.toString();
    }

    private static Page.Colour colourOf(Severity severity) {
        return switch (severity) {
            case ERROR -> Page.Colour.RED;
            case WARNING -> Page.Colour.YELLOW;
            case INFO -> Page.Colour.CYAN;
        };
    }
}
