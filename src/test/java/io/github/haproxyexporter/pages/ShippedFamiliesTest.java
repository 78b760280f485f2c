package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.metrics.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of {@code --metrics.include=@shipped}: every family of HAProxy that a shipped rule or dashboard names. */
class ShippedFamiliesTest {

    private static final Path LIST = Path.of("src/main/resources/io/github/haproxyexporter/metrics/shipped.txt");
    private static final Pattern NAME = Pattern.compile("\\bhaproxy_\\w+");

    @Test
    void list_isWhatRulesAndDashboardsName() throws IOException {
        new GeneratedFile(LIST).mustBe(String.join("\n", shipped()) + "\n");
    }

    /** A rule that joins with one of them finds no label of it otherwise. */
    @Test
    void list_hasTheSourcesOfLabels() throws IOException {
        assertThat(shipped())
                .contains(
                        "haproxy_server_check_status",
                        "haproxy_server_agent_status",
                        "haproxy_server_info",
                        "haproxy_server_out_of_service_info",
                        "haproxy_server_down_info",
                        "haproxy_process_uptime_seconds");
    }

    private static Set<String> shipped() throws IOException {
        Set<String> families = Catalogue.load().rows().stream()
                .flatMap(row -> Stream.of(row.exporterName(), row.promexName()))
                .collect(Collectors.toSet());
        Set<String> shipped = new TreeSet<>();
        for (Path file : files()) {
            NAME.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .filter(families::contains)
                    .forEach(shipped::add);
        }
        return shipped;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> dashboards = Files.walk(Path.of("grafana"))) {
            return Stream.concat(
                            Stream.of(RuleFile.DEFAULT, RuleFile.PROMEX),
                            dashboards.filter(file -> file.toString().endsWith(".json")))
                    .toList();
        }
    }
}
