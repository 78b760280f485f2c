package io.github.haproxyexporter.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.cli.report.TextReport;
import io.github.haproxyexporter.cli.terminal.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/lint.md} is made from the rules and their bad fixtures; {@code -Dupdate=true} writes it anew. */
class LintPageTest {
    private static final Path PAGE = Path.of("docs/lint.md");
    private static final String INTRODUCTION = """
            # The rules of `haproxy-exporter lint`

            `haproxy-exporter lint FILE…` reads HAProxy's configuration files as `haproxy -f` does (a directory stands for its
            `*.cfg` files) and judges their health checks.

                haproxy-exporter lint /etc/haproxy/haproxy.cfg
                haproxy-exporter lint --disable HC010,HC015 --json /etc/haproxy/haproxy.cfg
                haproxy-exporter lint --sarif conf.d > lint.sarif

            A comment on the line before silences rules for one line:

                # lint: ignore HC004, HC006
                server canary 10.0.0.7:80 check inter 500ms fall 1

            An **error** is what HAProxy refuses, or what is an outage for certain. A **warning** is what makes an outage likely at
            the first failure. **info** is the rest. The table has the worst severity of each rule; one cause is one finding,
            with the count of its servers or backends, and stands at the line to correct, in `defaults` too. Its
            suggestion keeps the check that is in force. Names in capitals, `/health` and `example.com` are yours to fill in.

            Exit status: 0 when there is nothing of warning or worse, 1 when there is, 2 when the files cannot be read.
            `--json` writes `{"findings":[{"id","severity","file","line","backend","server","message","suggestion"}],"notes":[…]}`;
            `backend` and `server` are null where a finding is about no single one, and `suggestion` has the lines of all its edits. The notes say what only the running HAProxy
            could know, such as `feature()` in an `.if`, and what was assumed.

            Two times decide how good a check is. The **time to notice** a dead server is `inter + (fall - 1) × fastinter`, plus
            the check's time-out when the server hangs; the **time to return** is `downinter + (rise - 1) × fastinter`.
            `fastinter` and `downinter` are `inter` unless they are set. With `inter 5s fall 3 rise 2` a dead server gets
            clients for up to 15 seconds and a recovered one waits up to 10; a slow server is better off with
            `inter 10s fall 5 rise 3`: 50 and 30 seconds.

            | id | severity | about |
            |---|---|---|
            """;

    @Test
    void page_isThatOfTheRules() throws IOException {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (Rule rule : Rules.all()) {
            String anchor = rule.id().toLowerCase(java.util.Locale.ROOT);
            page.append("| [" + rule.id() + "](#" + anchor + ") | "
                    + rule.severity().label() + " | " + rule.title() + " |\n");
        }
        Rules.all().forEach(rule -> page.append(section(rule)));
        if (Boolean.getBoolean("update")) {
            Files.createDirectories(PAGE.toAbsolutePath().getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/lint.md; mvn test -Dtest=LintPageTest -Dupdate=true writes it anew")
                .isEqualTo(page.toString());
    }

    private static String section(Rule rule) {
        Finding example = Fixture.findings(Fixture.text(Fixture.bad(rule.id())), rule.id()).stream()
                .filter(finding -> finding.id().equals(rule.id()))
                .findFirst()
                .orElseThrow();
        String shown = TextReport.write(new LintReport(List.of(example), List.of(), 0), new Page(Page.NARROW, false))
                .split("\n\n", -1)[0]
                .indent(4);
        return "\n<a id=\"" + rule.id().toLowerCase(java.util.Locale.ROOT) + "\"></a>\n\n## " + rule.id() + ": "
                + rule.title() + "\n\n**" + rule.severity().label() + ".** " + rule.explanation() + "\n\n" + shown;
    }
}
