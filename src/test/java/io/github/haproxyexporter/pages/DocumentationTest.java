package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Promtool;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links lead somewhere, and what is to be typed is tested or says that it is not. */
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^(?:#+ |<a id=\")(.*?)(?:\"></a>)?$");
    private static final Pattern COMMANDS = Pattern.compile("(?m)^(.*)\\n```sh$");
    private static final Pattern MARK = Pattern.compile("<!-- (?:tested by: (\\S+?),?(?: .*)?|not run: .+) -->");
    private static final Pattern QUERY = Pattern.compile("(?s)```promql\\n(.*?)```");

    @ParameterizedTest
    @MethodSource("pages")
    void link_leadsToAFileAndAHeading(Path page) {
        assertThat(LINK.matcher(Yaml.text(page)).results().map(link -> link.group(1)))
                .filteredOn(link -> !link.matches("https?:.*|mailto:.*"))
                .allSatisfy(link -> {
                    int hash = link.indexOf('#');
                    String name = hash < 0 ? link : link.substring(0, hash);
                    Path target = name.isEmpty()
                            ? page
                            : page.toAbsolutePath().resolveSibling(name).normalize();
                    assertThat(target).exists();
                    if (hash >= 0 && target.toString().endsWith(".md")) {
                        assertThat(anchors(target)).contains(link.substring(hash + 1));
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/getting-started.md", "docs/migrating.md", "docs/troubleshooting.md"})
    void commands_areTestedOrMarked(String page) {
        assertThat(COMMANDS.matcher(Yaml.text(Path.of(page))).results()).allSatisfy(block -> {
            assertThat(block.group(1)).matches(MARK);
            MatchResult mark =
                    MARK.matcher(block.group(1)).results().findFirst().orElseThrow();
            if (mark.group(1) != null) {
                assertThat(Path.of(mark.group(1))).isExecutable();
            }
        });
    }

    @Test
    void index_namesEveryPage() throws IOException {
        String index = Yaml.text(Path.of("docs/README.md"));
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".md") && !name.equals("README.md")))
                    .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
        }
    }

    @Test
    void readme_isOneAndAHalfScreens_andNamesWhatPeopleLookFor() {
        String readme = Yaml.text(Path.of("README.md"));

        assertThat(readme.lines().count()).isLessThanOrEqualTo(90);
        assertThat(readme).contains("bin/demo", "bin/test", "bin/package", "--config.file", "/probe", "/sd");
    }

    /** The query of docs/migrating.md finds the series that only the old exporter has, and no other. */
    @Test
    void migrating_queryFindsWhatWasLost() {
        String query = QUERY.matcher(Yaml.text(Path.of("docs/migrating.md")))
                .results()
                .map(found -> found.group(1).strip().replaceAll("\\s+", " "))
                .findFirst()
                .orElseThrow();
        String test = """
                tests:
                  - interval: 1m
                    input_series:
                      - {series: 'haproxy_server_up{job="haproxy-old",instance="lb1:9101",backend="shop",server="web1"}', values: 1x9}
                      - {series: 'haproxy_server_up{job="haproxy-new",instance="lb1:9102",backend="shop",server="web1"}', values: 0x9}
                      - {series: 'haproxy_server_up{job="haproxy-old",instance="lb1:9101",backend="shop",server="web2"}', values: 1x9}
                      - {series: 'haproxy_server_weight{job="haproxy-new",instance="lb1:9102",backend="shop",server="web2"}', values: 1x9}
                      - {series: 'go_threads{job="haproxy-old",instance="lb1:9101"}', values: 1x9}
                    promql_expr_test:
                      - expr: '%s'
                        eval_time: 5m
                        exp_samples:
                          - {labels: 'haproxy_server_up{family="haproxy_server_up",job="haproxy-old",instance="lb1:9101",backend="shop",server="web2"}', value: 1}
                """.formatted(query);
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            Finished promtool = Promtool.testRules(scratch.write("migrating.test.yml", test));

            assertThat(promtool.exitCode()).as(promtool.out() + promtool.err()).isZero();
        }
    }

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("."), 3)) {
            return files.map(Path::normalize)
                    .filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.startsWith("target") && !file.startsWith("src"))
                    .sorted()
                    .toList();
        }
    }

    /** The anchors that GitHub makes of headings. */
    private static List<String> anchors(Path page) {
        return HEADING.matcher(Yaml.text(page))
                .results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
