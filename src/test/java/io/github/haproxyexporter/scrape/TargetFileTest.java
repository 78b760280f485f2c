package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.metrics.Label;
import io.github.haproxyexporter.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetFileTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Test
    void parse_everything_isTaken() throws Exception {
        List<Target> targets = TargetFile.parse("""
                targets:
                  edge1:
                    scrape_uri: unix:/run/haproxy/edge1.sock
                    master_socket: unix:/run/haproxy/edge1-master.sock
                    events_ring: transitions
                    timeout: 2s
                    labels: {site: ams}
                  edge2:
                    scrape_uri: tcp://127.0.0.1:9999
                """, TIMEOUT);

        assertThat(targets).extracting(Target::name).containsExactly("edge1", "edge2");
        assertThat(targets.get(0).timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(targets.get(0).masterSocket()).hasValue(HaproxyAddress.parse("unix:/run/haproxy/edge1-master.sock"));
        assertThat(targets.get(0).eventsRing()).hasValue("transitions");
        assertThat(targets.get(0).names()).containsExactly(new Label("haproxy", "edge1"), new Label("site", "ams"));
        assertThat(targets.get(1).timeout()).isEqualTo(TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | targets is missing or empty",
                "target: {} | unknown key (line 1): expected targets",
                "targets: [] | targets (line 1) must map names to settings",
                "targets: {a: {}} | targets.a.scrape_uri is missing",
                "targets: {a: {scrape_uri: s3cret}} | targets.a.scrape_uri (line 1): expected unix:/path",
                "targets: {a: {scrape_uri: 'unix:/a', s3cret: 1}} | targets.a: unknown key",
                "targets: {a: {scrape_uri: 'unix:/a', timeout: s3cret}} | targets.a.timeout (line 1): expected a duration",
                "targets: {a: {scrape_uri: 'unix:/a', timeout: 0}} | targets.a.timeout (line 1): expected a duration",
                "targets: {a: {scrape_uri: 'unix:/a', labels: {job: x}}} | a label is not one that a target can have",
                "targets: {a: {scrape_uri: 'unix:/a', labels: {a-b: x}}} | a label is not one that a target can have",
                "targets: {a: {scrape_uri: 'unix:/a', labels: {__a: x}}} | a label is not one that a target can have",
                "targets: {a: {scrape_uri: 'unix:/a', labels: x}} | targets.a.labels (line 1) is no mapping of texts",
                "targets: {a/b: {scrape_uri: 'unix:/a'}} | a name has other characters",
                "targets: {a: {scrape_uri: 'unix:/a'}, a: {scrape_uri: 'unix:/b'}} | no valid YAML",
                "'targets: {' | no valid YAML",
            })
    void parse_fault_saysWhatItExpects(String text, String message) {
        SettingsException e = catchThrowableOfType(SettingsException.class, () -> TargetFile.parse(text, TIMEOUT));

        assertThat(e).hasMessageContaining(message);
        assertThat(e.getMessage()).doesNotContain("s3cret");
    }

    @Test
    void reload_badFile_keepsTheTargets(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("targets.yml"), "targets: {a: {scrape_uri: 'unix:/a'}}\n");
        TargetFile targets = new TargetFile(file, TIMEOUT);

        write(file, "targets: {a: {scrape_uri: 'unix:/a'}, b: {scrape_uri: nonsense}}\n");
        assertThatThrownBy(targets::reload)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("targets.yml");
        assertThat(targets.targets()).extracting(Target::name).containsExactly("a");

        write(file, "targets: {b: {scrape_uri: 'unix:/b'}}\n");
        targets.reload();
        assertThat(targets.targets()).extracting(Target::name).containsExactly("b");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }
}
