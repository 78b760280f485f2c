package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildInfoTest {

    @Test
    void load_builtByMaven_hasEveryPlaceholderFilled() {
        BuildInfo build = BuildInfo.load();

        assertThat(build.version()).matches("[0-9]+\\.[0-9]+\\.[0-9]+(-[A-Za-z0-9.]+)?");
        assertThat(build.revision()).matches("[0-9a-f]{12}|unknown");
    }
}
