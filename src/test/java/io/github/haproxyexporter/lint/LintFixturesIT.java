package io.github.haproxyexporter.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Programs;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LintFixturesIT {

    static Stream<String> ids() {
        return Rules.all().stream().map(Rule::id);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void badFixture_isFoundByItsRule_andAcceptedByHaproxy(String id) {
        String text = Fixture.text(Fixture.bad(id));
        assertThat(Fixture.findings(text, id)).extracting(Finding::id).contains(id);
        assertAccepted(text);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void goodFixture_isClean_andAcceptedByHaproxy(String id) {
        String text = Fixture.text(Fixture.good(id));
        assertThat(Fixture.findings(text, id)).isEmpty();
        assertAccepted(text);
    }

    @ParameterizedTest
    @MethodSource("ids")
    void suggestion_written_endsTheFinding_andIsAcceptedByHaproxy(String id) {
        String text = Fixture.text(Fixture.bad(id));
        List<Finding> findings = Fixture.findings(text, id).stream()
                .filter(finding -> finding.id().equals(id))
                .toList();
        String corrected = text;
        // From the end, so that added lines do not move those above.
        for (int i = findings.size() - 1; i >= 0; i--) {
            corrected = apply(corrected, findings.get(i));
        }
        assertThat(Fixture.findings(corrected, id))
                .as("findings in:%n%s", corrected)
                .extracting(Finding::id)
                .doesNotContain(id);
        assertAccepted(corrected);
    }

    private static String apply(String text, Finding finding) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int index = finding.origin().line() - 1;
        // Only the operator knows these; any other address will do here.
        String line = "    "
                + finding.suggestion()
                        .line()
                        .replaceAll("[A-Z-]*ADDRESS:PORT", "10.9.9.9:80")
                        .replace("NAME", "another");
        if (finding.suggestion().kind() == Finding.Suggestion.Kind.REPLACE) {
            lines.set(index, line);
        } else {
            lines.add(index + 1, line);
        }
        return String.join("\n", lines) + "\n";
    }

    private static void assertAccepted(String text) {
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            String file = directory.write("haproxy.cfg", text).toString();
            Finished check = Finished.run(Programs.find("haproxy").toString(), "-c", "-f", file);
            assertThat(check.exitCode()).as(check.err()).isZero();
        }
    }
}
