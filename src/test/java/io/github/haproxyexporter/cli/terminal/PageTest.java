package io.github.haproxyexporter.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.text.Printable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi.Style;

class PageTest {

    @Test
    void paragraph_isBrokenAtBlanks_andIndented() {
        assertThat(new Page(20, false).paragraph("  cause  ", "one two three four"))
                .hasToString("  cause  one two\n         three four\n");
        assertThat(new Page(Page.WIDE, false).paragraph("  cause  ", "one two three four"))
                .hasToString("  cause  one two three four\n");
    }

    @Test
    void paragraph_wordLongerThanALine_isBrokenWithinIt() {
        assertThat(new Page(10, false).paragraph("a  ", "0123456789abcdef x"))
                .hasToString("a  0123456\n   789abcd\n   ef x\n");
    }

    @Test
    void paragraph_lineThatJustFits_staysWhole() {
        assertThat(new Page(10, false).paragraph("", "12345 7890")).hasToString("12345 7890\n");
        assertThat(new Page(10, false).paragraph("", "1234567890 2")).hasToString("1234567890\n2\n");
        assertThat(new Page(10, false).paragraph("", "")).hasToString("\n");
    }

    @Test
    void paragraph_wideLetters_takeTwoColumns() {
        assertThat(new Page(6, false).paragraph("", "日本語 x")).hasToString("日本語\nx\n");
        assertThat(Printable.columns("e\u0301")).isEqualTo(1);
    }

    @Test
    void colours_surroundEachPieceOfALine() {
        assertThat(new Page(10, true).paragraph(2, Span.in(Style.fg_red, "aaa bbb ccc"), Span.plain(" d")))
                .hasToString("\u001b[31maaa bbb\u001b[39m\u001b[0m\n  \u001b[31mccc\u001b[39m\u001b[0m d\n");
        assertThat(new Page(80, false).line(Span.in(Style.fg_red, "x"))).hasToString("x\n");
    }

    @Test
    void texts_neverSteerTheTerminal() {
        String hostile = "\u001b[2J\u001b]0;owned\u0007 \u009b31m \u202egnp.exe\u2028 \r\n\ud800";
        for (Page page : new Page[] {new Page(80, true), new Page(Page.WIDE, false)}) {
            page.line(hostile).paragraph(hostile, hostile).line(Span.in(Style.bold, hostile));
            assertThat(page.toString().replaceAll("\u001b\\[(1|21|0)m", "").replace("\n", ""))
                    .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");
        }
    }
}
