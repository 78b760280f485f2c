package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.InProcessExporter;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reloads, old workers and peers as real HAProxys tell of them. */
class MasterAndPeersIT {

    private static final String MASTER = """
            defaults
                mode tcp
                timeout client 60s
                timeout connect 1s
                timeout server 60s
            frontend web
                bind 127.0.0.1:{{port:web}}
                default_backend be
            backend be
                server s 127.0.0.1:{{port:echo}}
            frontend echo
                mode http
                bind 127.0.0.1:{{port:echo}}
                http-request return status 200
            """;

    private static final String PEERS = """
            global
                localpeer {{me}}
            peers cluster
                peer one 127.0.0.1:{{port:one}}
                peer two 127.0.0.1:{{port:two}}
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s
            frontend web
                bind 127.0.0.1:{{port:web}}
                http-request track-sc0 src table be
                http-request return status 200
            backend be
                stick-table type ip size 100 expire 10m peers cluster
            """;

    static List<HaproxyFlavor> flavors() {
        return HaproxyFlavor.all();
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void master_reloads_areCountedAndFailuresTold(HaproxyFlavor flavor) throws Exception {
        try (HaproxyProcess haproxy = HaproxyProcess.builder()
                        .flavor(flavor)
                        .config(MASTER)
                        .masterWorker()
                        .socketLevel("user")
                        .start();
                InProcessExporter exporter = InProcessExporter.of(haproxy.scrapeUri())
                        .masterSocket(haproxy.masterSocket().uri())
                        .start()) {
            assertMaster(exporter, 0, 0, 0);
            assertThat(exporter.families()).doesNotContainKey("haproxy_master_oldest_old_worker_seconds");

            haproxy.failReload();
            assertMaster(exporter, 1, 1, 0);

            haproxy.reload();
            assertMaster(exporter, 2, 0, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void master_connectionOfAnOldWorker_keepsItThere(HaproxyFlavor flavor) throws Exception {
        try (HaproxyProcess haproxy = HaproxyProcess.builder()
                        .flavor(flavor)
                        .config(MASTER)
                        .masterWorker()
                        .start();
                InProcessExporter exporter = InProcessExporter.of(haproxy.scrapeUri())
                        .masterSocket(haproxy.masterSocket().uri())
                        .start()) {
            try (Socket open = new Socket(InetAddress.getLoopbackAddress(), haproxy.port("web"))) {
                haproxy.awaitColumn("web", "FRONTEND", "scur", "1"::equals);
                haproxy.process().signal("USR2");
                assertMaster(exporter, 1, 0, 1);
                assertThat(exporter.families()
                                .get("haproxy_master_oldest_old_worker_seconds")
                                .value())
                        .isGreaterThanOrEqualTo(0);
                assertThat(open.isConnected()).isTrue();
            }
            assertMaster(exporter, 1, 0, 0);
        }
    }

    private static void assertMaster(InProcessExporter exporter, int reloads, int failures, int old) {
        Awaitility.await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            Map<String, Family> families = exporter.families();
            assertThat(families).containsKeys("haproxy_master_reloads_total", "haproxy_master_reload_failures");
            assertThat(families.get("haproxy_master_reloads_total").value()).isEqualTo(reloads);
            assertThat(families.get("haproxy_master_reload_failures").value()).isEqualTo(failures);
            assertThat(families.get("haproxy_master_old_workers").value()).isEqualTo(old);
        });
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void peers_remoteOne_isUpWhileItRuns(HaproxyFlavor flavor) {
        try (HaproxyProcess one = HaproxyProcess.builder()
                .flavor(flavor)
                .config(PEERS)
                .value("me", "one")
                .socketLevel("user")
                .start()) {
            try (InProcessExporter exporter =
                    InProcessExporter.of(one.scrapeUri()).start()) {
                assertThat(exporter.families().get("haproxy_peer_up").samples())
                        .singleElement()
                        .satisfies(sample -> {
                            assertThat(sample.labels()).isEqualTo(Map.of("peers", "cluster", "peer", "two"));
                            assertThat(sample.value()).isZero();
                        });
            }
            try (HaproxyProcess two = HaproxyProcess.builder()
                    .flavor(flavor)
                    .config(PEERS)
                    .value("me", "two")
                    .port("one", one.port("one"))
                    .port("two", one.port("two"))
                    .start()) {
                assertThat(two.socket().answers()).isTrue();
                // A new exporter each time: this one keeps what it read for 15 s.
                Awaitility.await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
                    try (InProcessExporter exporter =
                            InProcessExporter.of(one.scrapeUri()).start()) {
                        Map<String, Family> families = exporter.families();
                        assertThat(families.get("haproxy_peer_up").value("peers", "cluster", "peer", "two"))
                                .isEqualTo(1);
                        assertThat(families.get("haproxy_peer_status").samples())
                                .singleElement()
                                .satisfies(sample ->
                                        assertThat(sample.label("state")).isEqualTo("ESTA"));
                    }
                });
            }
        }
    }
}
