package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the examples of deployment say to each other: a path or port that is changed in one must be changed in the other. */
class DeploymentTest {
    private static final Path COMPOSE = Path.of("demo/compose.yml");

    @Test
    void compose_mountsWhatIsThere() {
        assertThat(mounts().filter(mount -> mount.get(0).startsWith(".")))
                .isNotEmpty()
                .allSatisfy(
                        mount -> assertThat(COMPOSE.resolveSibling(mount.get(0)).normalize())
                                .exists());
    }

    @Test
    void compose_putsDashboardsAndRulesWhereTheyAreLookedFor() {
        Map<String, Object> provider = Yaml.maps(
                        Yaml.read(Path.of("deploy/grafana/provisioning/dashboards/haproxy.yml")), "providers")
                .get(0);

        assertThat(mounts())
                .contains(List.of("../grafana", Yaml.string(Yaml.asMap(provider.get("options")), "path")))
                .contains(List.of("../alerts/haproxy.rules.yml", ruleFile()));
    }

    /** Grafana reads a provider's path with all folders below it. */
    @Test
    void provider_findsTheDashboardsOfBothProfiles() {
        Map<String, Object> options = Yaml.asMap(
                Yaml.maps(Yaml.read(Path.of("deploy/grafana/provisioning/dashboards/haproxy.yml")), "providers")
                        .get(0)
                        .get("options"));

        assertThat(options).containsEntry("foldersFromFilesStructure", false);
        assertThat(DashboardProfile.values())
                .allSatisfy(profile -> assertThat(profile.folder()).startsWith(Path.of("grafana")));
        assertThat(Yaml.text(Path.of("deploy/grafana/README.md")))
                .contains("grafana/*.json " + options.get("path") + "/")
                .contains("grafana/promex/*.json " + options.get("path") + "/promex/");
    }

    @Test
    void fleetPage_namesWhatIsThere() {
        Path page = Path.of("docs/fleet.md");

        assertThat(Pattern.compile("]\\(([^)#:]+)\\)").matcher(Yaml.text(page)).results())
                .hasSizeGreaterThan(5)
                .allSatisfy(
                        link -> assertThat(page.resolveSibling(link.group(1))).exists());
        assertThat(Yaml.text(Path.of("bin/bench"))).contains("--targets", "fleet.md", "fleet.csv");
    }

    @Test
    void compose_publishesOnLoopbackOnly() {
        assertThat((List<?>) Yaml.asMap(services().get("net")).get("ports"))
                .allSatisfy(port -> assertThat(port.toString()).startsWith("127.0.0.1:"));
    }

    private static String ruleFile() {
        return ((List<?>) Yaml.read(Path.of("demo/prometheus.yml")).get("rule_files"))
                .get(0)
                .toString();
    }

    private static Map<String, Object> services() {
        return Yaml.asMap(Yaml.read(COMPOSE).get("services"));
    }

    /** Source and target of every volume. */
    private static Stream<List<String>> mounts() {
        return services().values().stream()
                .flatMap(service -> ((List<?>) Yaml.asMap(service).getOrDefault("volumes", List.of())).stream())
                .map(mount -> List.of(mount.toString().split(":", 3)).subList(0, 2));
    }
}
