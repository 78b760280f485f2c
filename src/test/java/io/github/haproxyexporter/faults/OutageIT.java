package io.github.haproxyexporter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.testing.AppServers;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.InProcessExporter;
import io.github.haproxyexporter.testing.Sample;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One outage of a real server has one series of {@code haproxy_server_down_info}. */
class OutageIT {
    private static final String CONFIG = """
            defaults
                mode http
                timeout client 10s
                timeout connect 1s
                timeout server 10s
                timeout check 2s
                option httpchk GET /
                http-check expect status 200

            backend shop
                default-server check inter 100ms fall 2 rise 1000
                server web1 127.0.0.1:{{web1}}

            backend quick
                default-server check inter 100ms fall 2 rise 1
                server web1 127.0.0.1:{{web1}}

            backend follower
                server one 127.0.0.1:{{web1}} track shop/web1
            """;

    @ParameterizedTest
    @MethodSource("io.github.haproxyexporter.testing.HaproxyFlavor#all()")
    void outage_failsInOtherWaysAndRecovers_hasTheReasonThatBeganIt(HaproxyFlavor flavor) {
        try (AppServers servers = AppServers.start("web1");
                HaproxyProcess haproxy = HaproxyProcess.builder()
                        .flavor(flavor)
                        .config(CONFIG)
                        .value("web1", Integer.toString(servers.port("web1")))
                        .start();
                InProcessExporter exporter = InProcessExporter.of(haproxy.scrapeUri())
                        .profile(Profile.EXPORTER)
                        .start()) {
            haproxy.awaitStatus("quick", "web1", "UP");
            servers.answerStatus("web1", 503);
            haproxy.awaitStatus("shop", "web1", "DOWN");
            String reason = assertReason(exporter, "shop", "web1", "503", "Layer7 wrong status, HTTP 503 (");
            assertReason(exporter, "follower", "one", "", "follows shop/web1: " + reason);

            servers.refuse("web1");
            haproxy.awaitColumn("shop", "web1", "check_status", status -> status.endsWith("L4CON"));
            assertThat(assertReason(exporter, "shop", "web1", "503", reason)).isEqualTo(reason);

            servers.answerNormally("web1");
            haproxy.awaitStatus("shop", "web1", status -> status.startsWith("DOWN ") && status.endsWith("/1000"));
            assertThat(assertReason(exporter, "shop", "web1", "503", reason)).isEqualTo(reason);
            assertReason(exporter, "follower", "one", "", "follows shop/web1: " + reason);

            haproxy.awaitStatus("quick", "web1", "UP");
            assertThat(outages(exporter, "quick", "web1")).isEmpty();
            servers.refuse("web1");
            haproxy.awaitStatus("quick", "web1", "DOWN");
            assertReason(exporter, "quick", "web1", "", "Layer4 connection problem");
        }
    }

    private static String assertReason(
            InProcessExporter exporter, String backend, String server, String code, String reason) {
        List<Sample> outages = outages(exporter, backend, server);
        assertThat(outages).hasSize(1);
        assertThat(outages.get(0).label("check_code")).isIn(code, code.isEmpty() ? "0" : code);
        assertThat(outages.get(0).label("reason")).startsWith(reason);
        return outages.get(0).label("reason");
    }

    private static List<Sample> outages(InProcessExporter exporter, String backend, String server) {
        Family family = exporter.families().get("haproxy_server_down_info");
        return family == null
                ? List.of()
                : family.samples().stream()
                        .filter(sample -> sample.label("backend").equals(backend)
                                && sample.label("server").equals(server))
                        .toList();
    }
}
