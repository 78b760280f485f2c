package io.github.haproxyexporter.cli.terminal;

import io.github.haproxyexporter.text.Printable;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.ColorScheme;

/** Text in one style, if any, without characters that could steer a terminal. */
public record Span(String text, List<IStyle> styles) {

    public Span {
        text = Printable.clean(text);
        styles = List.copyOf(styles);
    }

    public static Span plain(String text) {
        return new Span(text, List.of());
    }

    public static Span in(Style style, String text) {
        return new Span(text, List.of(style));
    }

    Ansi.Text in(ColorScheme colours) {
        // A text that may hold styles of its own is never parsed.
        return styles.isEmpty() && !text.contains("@|")
                ? colours.ansi().new Text(text, colours)
                : colours.apply(text, styles);
    }
}
