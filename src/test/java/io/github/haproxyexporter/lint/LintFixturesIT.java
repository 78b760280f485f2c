package io.github.haproxyexporter.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fixtures of the rules, judged by the linter and by every HAProxy there is. */
class LintFixturesIT {
    /** Its fixtures are written for 2.6; later HAProxys refuse what that one takes. */
    private static final List<HaproxyFlavor> FLAVORS = List.of(HaproxyFlavor.system());

    static List<String> bad() {
        return Fixture.all(".bad.cfg");
    }

    static List<String> good() {
        return Fixture.all(".good.cfg");
    }

    @Test
    void everyRule_hasFixtures() {
        assertThat(Rules.all()).extracting(Rule::id).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(Fixture.bad(id)).exists();
            assertThat(Fixture.good(id)).exists();
        });
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badFixture_isFoundByItsRule(String name) {
        String text = Fixture.text(name);
        assertThat(Fixture.findings(text, id(name))).extracting(Finding::id).contains(id(name));
        if (isRefused(name)) {
            FLAVORS.forEach(flavor -> assertThat(check(flavor, text).exitCode())
                    .as("HAProxy %s refuses it", flavor)
                    .isNotZero());
        } else {
            assertAccepted(text);
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void goodFixture_hasNoFinding_andIsAcceptedByHaproxy(String name) {
        String text = Fixture.text(name);
        assertThat(Fixture.findings(text, id(name))).isEmpty();
        assertAccepted(text);
    }

    /** Each suggestion alone, as an operator may follow one and leave another. */
    @ParameterizedTest
    @MethodSource("bad")
    void suggestion_applied_endsItsFinding_bringsNoOther_andIsAcceptedByHaproxy(String name) {
        String text = Fixture.text(name);
        List<Finding> before = Fixture.findings(text, id(name));
        assertThat(before).isNotEmpty();
        for (Finding finding : before) {
            String edited = Fixture.apply(text, finding.suggestion());
            Set<String> expected = before.stream()
                    .filter(other -> !other.equals(finding))
                    .map(LintFixturesIT::cause)
                    .collect(Collectors.toSet());
            assertThat(Fixture.findings(edited, id(name)).stream().map(LintFixturesIT::cause))
                    .as("after %s in:%n%s", finding, edited)
                    .isSubsetOf(expected);
            if (!isRefused(name) || finding.id().equals(id(name))) {
                assertAccepted(edited);
            }
        }
    }

    /** A finding without its line number, which an added line may move. */
    private static String cause(Finding finding) {
        return finding.id() + " " + finding.severity() + " " + finding.backends() + " " + finding.server();
    }

    private static String id(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    private static boolean isRefused(String name) {
        return name.contains(".refused.") || name.startsWith("HC040");
    }

    private static Finished check(HaproxyFlavor flavor, String text) {
        try (ScratchDirectory directory = flavor.directory()) {
            String file = directory.write("haproxy.cfg", text).toString();
            return Finished.run(flavor.command("-c", "-f", file));
        }
    }

    private static void assertAccepted(String text) {
        Optional<String> refusal = FLAVORS.stream()
                .flatMap(flavor -> Stream.of(check(flavor, text))
                        .filter(check -> check.exitCode() != 0)
                        .map(check -> "HAProxy " + flavor + ": " + check.err()))
                .findFirst();
        assertThat(refusal).as("refusals of:%n%s", text).isEmpty();
    }
}
