package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.InProcessExporter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Addresses and causes as real HAProxys tell them at the lowest level. */
class ServersCollectorIT {

    private static final String CONFIG = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s

            resolvers names
                nameserver one 127.0.0.1:{{port:dns}}
                timeout retry 100ms
                hold nx 1s

            backend be
                server plain 127.0.0.1:81
                server six [::1]:82
                server off 127.0.0.1:83 disabled
                server leader 127.0.0.1:84 check
                server follower 127.0.0.1:85 track be/leader
                server named nowhere.invalid:86 check resolvers names init-addr none
            """;

    static List<HaproxyFlavor> flavors() {
        return HaproxyFlavor.all();
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void servers_atLevelUser_haveAddressAndCause(HaproxyFlavor flavor) {
        try (HaproxyProcess haproxy = HaproxyProcess.builder()
                        .flavor(flavor)
                        .config(CONFIG)
                        .socketLevel("admin")
                        .start();
                InProcessExporter exporter =
                        InProcessExporter.of(haproxy.scrapeUri()).start()) {
            haproxy.awaitStatus("be", "named", "MAINT (resolution)");
            assertThat(samples(exporter, "haproxy_server_info"))
                    .contains(
                            "{address=127.0.0.1:81, backend=be, fqdn=, server=plain, tracks=}",
                            "{address=[::1]:82, backend=be, fqdn=, server=six, tracks=}",
                            "{address=127.0.0.1:85, backend=be, fqdn=, server=follower, tracks=be/leader}",
                            "{address=, backend=be, fqdn=nowhere.invalid, server=named, tracks=}");
            assertThat(samples(exporter, "haproxy_server_out_of_service_info"))
                    .containsExactly(
                            "{backend=be, cause=configuration, server=off, state=MAINT}",
                            "{backend=be, cause=resolution, server=named, state=MAINT}");

            haproxy.socket().change("disable server be/leader");
            haproxy.socket().change("set server be/plain state drain");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(samples(exporter, "haproxy_server_out_of_service_info"))
                            .contains(
                                    "{backend=be, cause=command, server=leader, state=MAINT}",
                                    "{backend=be, cause=tracked, server=follower, state=MAINT}",
                                    "{backend=be, cause=command, server=plain, state=DRAIN}"));
        }
    }

    private static Set<String> samples(InProcessExporter exporter, String family) {
        Set<String> samples = new TreeSet<>();
        Map<String, Family> families = exporter.families();
        if (families.containsKey(family)) {
            families.get(family).samples().forEach(sample -> samples.add(new TreeMap<>(sample.labels()).toString()));
        }
        return samples;
    }
}
