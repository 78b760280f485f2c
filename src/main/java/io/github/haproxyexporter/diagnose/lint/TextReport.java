package io.github.haproxyexporter.diagnose.lint;

import java.util.List;
import java.util.Locale;

/** Writes findings for a person, in 80 columns. */
public final class TextReport {
    private static final int WIDTH = 80;
    private static final String INDENT = "    ";
    private static final String RESET = "\u001b[0m";

    private TextReport() {}

    /**
     * Writes the findings and, at the end, one line that counts them.
     *
     * @param colour true when the reader is a terminal that wants colours
     */
    public static String write(LintReport report, boolean colour) {
        StringBuilder out = new StringBuilder();
        for (Finding finding : report.findings()) {
            write(out, finding, colour);
        }
        report.notes().forEach(note -> {
            out.append(note.origin()).append(": note\n");
            wrap(out, sentence(note.message()));
            out.append('\n');
        });
        return out.append(summary(report)).append('\n').toString();
    }

    private static void write(StringBuilder out, Finding finding, boolean colour) {
        String severity = finding.severity().label();
        out.append(finding.origin()).append(": ");
        out.append(colour ? colourOf(finding.severity()) + severity + RESET : severity);
        out.append(' ').append(finding.id());
        finding.backend().ifPresent(backend -> {
            out.append(' ').append(backend);
            finding.server().ifPresent(server -> out.append('/').append(server));
        });
        out.append('\n');
        wrap(out, sentence(finding.message()));
        String label = finding.suggestion().kind() == Finding.Suggestion.Kind.ADD ? "add:   " : "write: ";
        // Never wrapped: the line is there to be copied.
        out.append(INDENT)
                .append(label)
                .append(printable(finding.suggestion().line()))
                .append("\n\n");
    }

    private static String summary(LintReport report) {
        long errors = count(report, Severity.ERROR);
        long warnings = count(report, Severity.WARNING);
        long infos = count(report, Severity.INFO);
        String ignored = report.ignored() == 0 ? "" : "; " + report.ignored() + " ignored by comments";
        if (errors + warnings + infos == 0) {
            return "No findings" + ignored + ".";
        }
        return List.of(plural(errors, "error"), plural(warnings, "warning"), infos + " for information").stream()
                        .reduce((left, right) -> left + ", " + right)
                        .orElse("")
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

    private static void wrap(StringBuilder out, String text) {
        int column = 0;
        for (String word : text.split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                out.append('\n');
                column = 0;
            }
            if (column == 0) {
                out.append(INDENT);
                column = INDENT.length();
            } else {
                out.append(' ');
                column++;
            }
            out.append(word);
            column += word.length();
        }
        out.append('\n');
    }

    private static String colourOf(Severity severity) {
        return switch (severity) {
            case ERROR -> "\u001b[31m";
            case WARNING -> "\u001b[33m";
            case INFO -> "\u001b[36m";
        };
    }
}
