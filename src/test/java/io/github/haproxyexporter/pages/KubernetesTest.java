package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests, against the API's schemas and each other. Kustomize itself is not run: no package of Debian's has it. */
class KubernetesTest {
    private static final Path FOLDER = Path.of("deploy/kubernetes");
    private static final Path RULES = FOLDER.resolve("monitoring/prometheusrule.yaml");

    @Test
    void prometheusRule_isWrittenFromTheRules() {
        String rules = Yaml.text(RuleFile.DEFAULT);
        String groups = rules.substring(rules.indexOf("groups:\n")).stripTrailing();
        new GeneratedFile(RULES).mustBe("""
                # Generated from alerts/haproxy.rules.yml: change that file, then run
                #   mvn test -Dtest=KubernetesTest -Dupdate=true
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata:
                  name: haproxy
                  labels:
                    app.kubernetes.io/name: haproxy-exporter
                spec:
                """ + groups.replaceAll("(?m)^(?=.)", "  ") + "\n");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void manifest_isWhatTheApiTakes(Path manifest) {
        assertThat(Yaml.readAll(manifest))
                .isNotEmpty()
                .allSatisfy(
                        object -> assertThat(KubernetesSchema.faults(object)).isEmpty());
    }

    @Test
    void schema_findsAKeyThatTheApiDoesNotKnow() {
        Map<String, Object> monitor = new HashMap<>(Yaml.read(FOLDER.resolve("monitoring/podmonitor.yaml")));
        monitor.put("spec", Map.of("selector", Map.of(), "podMetricsEndpoint", List.of()));

        assertThat(KubernetesSchema.faults(monitor))
                .hasSize(1)
                .first()
                .asString()
                .contains("podMetricsEndpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"daemonset", "sidecar", "monitoring"})
    void kustomization_namesWhatIsThere(String folder) {
        Map<String, Object> kustomization = Yaml.read(FOLDER.resolve(folder).resolve("kustomization.yaml"));

        assertThat(Stream.concat(
                                ((List<?>) kustomization.get("resources")).stream(),
                                Yaml.maps(kustomization, "patches").stream().map(patch -> patch.get("path")))
                        .map(name -> FOLDER.resolve(folder).resolve(name.toString())))
                .allSatisfy(file -> assertThat(file).exists());
        assertThat(Yaml.maps(kustomization, "images"))
                .allSatisfy(image -> assertThat(image)
                        .containsEntry("name", "haproxy-exporter")
                        .containsEntry("newTag", version()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"daemonset/daemonset.yaml", "sidecar/exporter.yaml"})
    void exporter_hasNoRights_andIsProbedAndBounded(String manifest) {
        Map<String, Object> pod = pod(Yaml.read(FOLDER.resolve(manifest)));
        Map<String, Object> container = Yaml.maps(pod, "containers").get(0);

        assertThat(container)
                .containsEntry(
                        "securityContext",
                        Map.of(
                                "allowPrivilegeEscalation", false,
                                "readOnlyRootFilesystem", true,
                                "capabilities", Map.of("drop", List.of("ALL"))))
                .containsKeys("livenessProbe", "readinessProbe");
        assertThat(Yaml.asMap(container.get("resources"))).containsKeys("requests", "limits");
        assertThat(Yaml.asMap(pod.get("securityContext"))).containsEntry("runAsNonRoot", true);
        assertThat(pod).containsEntry("automountServiceAccountToken", false);
        assertThat(Yaml.maps(container, "ports"))
                .singleElement()
                .isEqualTo(Map.of("name", endpoint(), "containerPort", 9101));
    }

    @Test
    void patch_fitsTheDeploymentBesideIt() {
        Map<String, Object> deployment =
                Yaml.readAll(FOLDER.resolve("sidecar/haproxy.yaml")).get(1);
        Map<String, Object> patch = Yaml.read(FOLDER.resolve("sidecar/exporter.yaml"));

        assertThat(Yaml.asMap(patch.get("metadata")).get("name"))
                .isEqualTo(Yaml.asMap(deployment.get("metadata")).get("name"));
        List<Object> volumes = Yaml.maps(pod(deployment), "volumes").stream()
                .map(volume -> volume.get("name"))
                .toList();
        assertThat(Yaml.maps(Yaml.maps(pod(patch), "containers").get(0), "volumeMounts"))
                .extracting(mount -> mount.get("name"))
                .isSubsetOf(volumes);
    }

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    // A patch is no whole object.
                    .filter(file -> !file.endsWith("exporter.yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Object endpoint() {
        Map<String, Object> spec = Yaml.asMap(
                Yaml.read(FOLDER.resolve("monitoring/podmonitor.yaml")).get("spec"));
        return Yaml.maps(spec, "podMetricsEndpoints").get(0).get("port");
    }

    private static Map<String, Object> pod(Map<String, Object> workload) {
        Map<String, Object> template =
                Yaml.asMap(Yaml.asMap(workload.get("spec")).get("template"));
        return Yaml.asMap(template.get("spec"));
    }

    private static String version() {
        return Yaml.text(Path.of("pom.xml")).replaceFirst("(?s).*?<version>([^<]*)</version>.*", "$1");
    }
}
