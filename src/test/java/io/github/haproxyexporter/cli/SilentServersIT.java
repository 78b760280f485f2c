package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Many servers that take connections and never answer: all are asked at once, and nobody waits for them who need not. */
class SilentServersIT {
    private static final int SERVERS = 40;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    @Test
    void fortySilentServers_areDiagnosedInTime_andWhatIsKnownFirstIsSaidFirst() throws IOException {
        // The system takes the connections; nobody accepts them.
        try (ServerSocket silent = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
                HaproxyProcess haproxy = HaproxyProcess.start(config(silent.getLocalPort()))) {
            for (int i = 1; i <= SERVERS; i++) {
                haproxy.awaitStatus("silent", "s" + i, "DOWN");
            }
            haproxy.awaitStatus("closed", "s", "DOWN");

            Ran ran = assertTimeout(
                    LONGEST,
                    () -> Ran.arguments(
                            "diagnose",
                            "--haproxy.scrape-uri",
                            haproxy.scrapeUri(),
                            "--haproxy.config",
                            haproxy.configFile().toString()));

            assertThat(ran.exitCode()).as(ran.err()).isEqualTo(1);
            assertThat(ran.out())
                    .containsSubsequence(
                            "Clients are affected", "connection_refused", "All 40 servers of silent", "check_timeout");
        }
    }

    private static String config(int port) {
        return """
                defaults
                    mode http
                    timeout connect 2s
                    timeout client 5s
                    timeout server 5s
                    timeout check 2s
                    option httpchk GET /
                    default-server check inter 2s fall 1
                backend silent
                    server-template s 1-%d 127.0.0.1:%d
                backend closed
                    server s 127.0.0.1:%d
                """.formatted(SERVERS, port, Ports.free());
    }
}
