package io.github.haproxyexporter.cli.terminal;

import io.github.haproxyexporter.text.Printable;
import java.util.Optional;

/** A piece of a line in one colour, if any. */
public record Span(String text, Optional<Page.Colour> colour) {

    /** A piece without control characters, whoever wrote it. */
    public Span {
        text = Printable.clean(text);
    }

    public static Span plain(String text) {
        return new Span(text, Optional.empty());
    }

    public static Span in(Page.Colour colour, String text) {
        return new Span(text, Optional.of(colour));
    }
}
