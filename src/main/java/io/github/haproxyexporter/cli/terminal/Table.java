package io.github.haproxyexporter.cli.terminal;

import io.github.haproxyexporter.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Rows in columns as wide as their widest cell. Where that is wider than the page, what the last column says stands below each
 * row, and names are cut in their middle if need be.
 */
public final class Table {
    private static final int GAP = 2;
    private static final int SHORTEST_NAME = 10;
    private static final String BELOW = "    ";

    private final List<List<Span>> rows = new ArrayList<>();
    private final Set<Integer> names;

    /**
     * A table with its first line.
     *
     * @param names the columns, from 0, that may be cut
     */
    public Table(List<String> header, Set<Integer> names) {
        rows.add(header.stream().map(title -> Span.in(Style.bold, title)).toList());
        this.names = Set.copyOf(names);
    }

    public void row(List<Span> cells) {
        rows.add(List.copyOf(cells));
    }

    /** Writes it; returns whether anything had to be cut. */
    public boolean write(Page page) {
        int[] widths = widths();
        int last = widths.length - 1;
        int total = Arrays.stream(widths).sum() + GAP * last;
        if (total <= page.width()) {
            rows.forEach(row -> page.line(line(row, widths, last + 1)));
            return false;
        }
        boolean cut = fit(widths, page.width());
        for (int i = 0; i < rows.size(); i++) {
            page.line(line(rows.get(i), widths, last));
            Span text = rows.get(i).get(last);
            if (i > 0 && !text.text().isEmpty()) {
                page.paragraph(BELOW.length(), Span.plain(BELOW), text);
            }
        }
        return cut;
    }

    private static Span[] line(List<Span> row, int[] widths, int columns) {
        List<Span> line = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            String text = Printable.cut(row.get(i).text(), widths[i]);
            line.add(new Span(text, row.get(i).styles()));
            line.add(Span.plain(" ".repeat(widths[i] - Printable.columns(text) + GAP)));
        }
        while (!line.isEmpty() && line.get(line.size() - 1).text().isBlank()) {
            line.remove(line.size() - 1);
        }
        return line.toArray(Span[]::new);
    }

    private int[] widths() {
        int[] widths = new int[rows.get(0).size()];
        for (List<Span> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Printable.columns(row.get(i).text()));
            }
        }
        return widths;
    }

    /** Makes the widest name narrower until all columns but the last fit. */
    private boolean fit(int[] widths, int room) {
        boolean cut = false;
        while (true) {
            int sum = 0;
            int widest = -1;
            for (int i = 0; i < widths.length - 1; i++) {
                sum += widths[i] + (i == 0 ? 0 : GAP);
                if (names.contains(i) && widths[i] > SHORTEST_NAME && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (sum <= room || widest < 0) {
                return cut;
            }
            widths[widest]--;
            cut = true;
        }
    }
}
