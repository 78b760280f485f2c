package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Promtool;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PromexRulesTest {
    private static final String HEADER = """
            # Alert rules for the names of HAProxy's own exporter (--metrics.profile=promex).
            #
            # Generated from haproxy.rules.yml, where the reasons are: change that file, then run
            #   mvn test -Dtest=PromexRulesTest -Dupdate=true
            # In a copy of your own, the numbers to change are in the first group.
            """;

    @Test
    void promexRules_areThoseOfTheDefaultProfileUnderTheOtherNames() {
        new GeneratedFile(RuleFile.PROMEX).mustBe(generated());
    }

    @Test
    void promexRules_knowNoLabelOfTheDefaultProfile() {
        assertThat(RuleFile.read(RuleFile.PROMEX).rules())
                .allSatisfy(rule -> assertThat(rule.expression()).doesNotContainPattern("\\b(backend|frontend)\\b"));
    }

    @Test
    void promexRules_passTheSameUnitTests() throws IOException {
        try (ScratchDirectory scratch = ScratchDirectory.create();
                Stream<Path> files = Files.list(Path.of("alerts/tests"))) {
            Path rules = scratch.write("promex.rules", generated());
            List<Path> tests = files.filter(
                            file -> !file.getFileName().toString().startsWith("default-names."))
                    .map(file -> scratch.write(
                            file.getFileName().toString(),
                            PromexNaming.tests(Yaml.text(file))
                                    .replace("../" + RuleFile.DEFAULT.getFileName(), rules.toString())))
                    .toList();

            Finished promtool = Promtool.testRules(tests.toArray(Path[]::new));

            assertThat(promtool.exitCode()).as(promtool.out() + promtool.err()).isZero();
        }
    }

    private static String generated() {
        String source = Yaml.text(RuleFile.DEFAULT);
        return HEADER + PromexNaming.rules(source.substring(source.indexOf("groups:\n")));
    }
}
