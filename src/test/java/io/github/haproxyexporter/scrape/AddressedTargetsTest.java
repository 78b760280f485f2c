package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.StubSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AddressedTargetsTest {

    @Test
    void targets_addresses_areNamedByHostAndPortOrFile() {
        AddressedTargets targets = targets(
                "unix:/run/haproxy/admin.sock", "tcp://[::1]:9999", "http://u:p@lb1:8404/stats;csv", "unix:@abstract");

        assertThat(targets.areSeveral()).isTrue();
        assertThat(targets.targets())
                .extracting(Target::name)
                .containsExactly("admin.sock", "[::1]:9999", "lb1:8404", "abstract");
    }

    @Test
    void targets_one_isNotSeveral() {
        assertThat(targets("unix:/run/haproxy/admin.sock").areSeveral()).isFalse();
    }

    @Test
    void targets_pattern_isLookedUpEachTime() {
        try (StubSocket stub = StubSocket.unix(Dump.haproxy26().script())) {
            Path socket = Path.of(stub.uri().substring("unix:".length()));
            String name = String.valueOf(socket.getFileName());
            AddressedTargets targets = targets("unix:" + socket.resolveSibling("*"));

            assertThat(targets.areSeveral()).isTrue();
            assertThat(targets.targets())
                    .extracting(Target::name)
                    .contains(name.lastIndexOf('.') > 0 ? name.substring(0, name.lastIndexOf('.')) : name);
        }
        assertThat(targets("unix:/nowhere/*.sock").targets()).isEmpty();
    }

    @Test
    void targets_sameNameTwice_isRefused() {
        assertThatThrownBy(() -> targets("unix:/a/x.sock", "unix:/b/x.sock"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x.sock")
                .hasMessageContaining("--config.file");
    }

    @Test
    void targets_patternOfDirectories_isRefused() {
        assertThatThrownBy(() -> targets("unix:/run/*/x.sock")).hasMessageContaining("file name only");
        assertThatThrownBy(() -> targets("unix:/run/*/*.sock")).hasMessageContaining("file name only");
    }

    private static AddressedTargets targets(String... addresses) {
        return new AddressedTargets(
                Stream.of(addresses).map(HaproxyAddress::parse).toList(),
                Duration.ofSeconds(5),
                Optional.empty(),
                Optional.empty());
    }
}
