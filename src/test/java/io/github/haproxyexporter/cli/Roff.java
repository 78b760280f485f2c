package io.github.haproxyexporter.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Builds a page in the man macros, which groff and mandoc both know. */
final class Roff {
    private static final int WIDTH = 100;

    private final StringBuilder out = new StringBuilder();

    void comment(String text) {
        out.append(".\\\" ").append(text).append('\n');
    }

    void title(String name, String date, String source) {
        out.append(".TH ").append(escape(name)).append(" 1 ").append(date).append(' ');
        out.append(escape(source)).append(" \"User Commands\"\n");
        // Neither flags nor names are to be broken at a hyphen.
        out.append(".nh\n.ad l\n");
    }

    void section(String name) {
        out.append(".SH ").append(name).append('\n');
    }

    void subsection(String name) {
        out.append(".SS ").append(escape(name)).append('\n');
    }

    void paragraph() {
        if (!afterHeading()) {
            out.append(".PP\n");
        }
    }

    /** Sentences, each on lines of its own, as formatters want it. */
    void text(String text) {
        for (String sentence : text.strip().split("(?<=[.:?])\\s+(?=[A-Z#@])", -1)) {
            lines(sentence);
        }
    }

    void synopsis(String usage) {
        if (!afterHeading()) {
            out.append(".br\n");
        }
        String[] words = usage.split(" ", 2);
        out.append(bold(words[0]))
                .append(words.length > 1 ? " " + escape(words[1]) : "")
                .append('\n');
    }

    /** A term, with its explanation below it. */
    void tag(List<String> names, String label, String explanation) {
        out.append(".TP\n");
        out.append(names.stream().map(Roff::bold).collect(Collectors.joining(", ")));
        String separator = names.isEmpty() || names.get(names.size() - 1).startsWith("<") ? "" : "=";
        out.append(label.isEmpty() ? "" : separator + "\\fI" + escape(label) + "\\fR")
                .append('\n');
        text(explanation);
    }

    /** Lines as they are. */
    void example(List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        paragraph();
        out.append(".EX\n");
        lines.forEach(line -> out.append("    ").append(escape(line)).append('\n'));
        out.append(".EE\n");
    }

    void references(List<String> pages) {
        for (int i = 0; i < pages.size(); i++) {
            String[] parts = pages.get(i).split("[()]", -1);
            out.append(".BR ")
                    .append(escape(parts[0]))
                    .append(" (")
                    .append(parts[1])
                    .append(')');
            out.append(i == pages.size() - 1 ? "\n" : " ,\n");
        }
    }

    private void lines(String sentence) {
        StringBuilder line = new StringBuilder();
        for (String word : sentence.split("\\s+", -1)) {
            if (line.length() + word.length() >= WIDTH) {
                out.append(escape(line.toString())).append('\n');
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        if (!line.isEmpty()) {
            out.append(escape(line.toString())).append('\n');
        }
    }

    private boolean afterHeading() {
        String last = out.substring(out.lastIndexOf("\n", out.length() - 2) + 1);
        return last.startsWith(".S") || last.startsWith(".PP") || last.startsWith(".TH");
    }

    private static String bold(String text) {
        return "\\fB" + escape(text) + "\\fR";
    }

    /** ASCII that roff takes literally; hyphens as they are typed, for people who copy them. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(c -> escaped.append(
                        switch (c) {
                            case '\\' -> "\\e";
                            case '-' -> "\\-";
                            case '\'' -> "\\(aq";
                            case '…' -> "...";
                            default -> c < 0x7f ? Character.toString(c) : String.format("\\[u%04X]", c);
                        }));
        return (escaped.toString().startsWith(".") ? "\\&" : "") + escaped;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
