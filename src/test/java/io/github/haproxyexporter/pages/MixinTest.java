package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Programs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MixinTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void mixin_isWrittenFromTheRules() throws IOException {
        new GeneratedFile(Path.of("alerts/mixin.libsonnet")).mustBe(generated());
    }

    @Test
    void mixin_asItIs_givesTheShippedRules() throws IOException {
        assertThat(alerts("")).isEqualTo(JSON.valueToTree(Yaml.read(RuleFile.DEFAULT)));
    }

    @Test
    void config_thatIsChanged_changesTheRules() throws IOException {
        String rules = alerts(" { _config+:: { server_flaps: 7, backend_5xx_ratio: 0.015,"
                        + " runbook_url: 'https://wiki.example.org/haproxy/' } }")
                .toString();

        assertThat(rules)
                .contains("{\"expr\":\"vector(7)\",\"record\":\"haproxy:threshold:server_flaps\"}")
                .contains("{\"expr\":\"vector(0.015)\",\"record\":\"haproxy:threshold:backend_5xx_ratio\"}")
                .contains("\"https://wiki.example.org/haproxy/HAProxyServerDown.md\"")
                .doesNotContain("github.com");
    }

    @Test
    void mixins_canBeAdded() throws IOException {
        assertThat(alerts(" + { prometheusAlerts+:: { groups+: [{ name: 'mine', rules: [] }] } }")
                        .findValuesAsText("name"))
                .contains("haproxy-thresholds", "mine");
    }

    private static String generated() throws IOException {
        return Mixin.write(Yaml.text(RuleFile.DEFAULT));
    }

    /** What jsonnet makes of the mixin and of what a user adds. */
    private static JsonNode alerts(String added) throws IOException {
        Finished jsonnet = Finished.run(
                Programs.find("jsonnet").toString(),
                "-e",
                "local mixin =\n" + generated() + added + ";\nmixin.prometheusAlerts");
        assertThat(jsonnet.exitCode()).as(jsonnet.err()).isZero();
        return JSON.readTree(jsonnet.out());
    }
}
