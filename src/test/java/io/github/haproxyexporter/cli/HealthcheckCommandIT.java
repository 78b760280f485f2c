package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.Pki;
import io.github.haproxyexporter.testing.Ports;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HealthcheckCommandIT {
    private static StubSocket haproxy;

    @BeforeAll
    static void start() {
        haproxy = StubSocket.unix(StubScript.answering("# pxname,svname,type,\n", "Name: HAProxy\n"));
    }

    @AfterAll
    static void stop() {
        haproxy.close();
    }

    @Test
    void daemon_thatAnswers_isWell() {
        try (ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + haproxy.uri())) {
            assertThat(Ran.arguments("healthcheck", "--web.listen-address=" + address(exporter)))
                    .isEqualTo(new Ran(0, "", ""));
        }
    }

    @Test
    void daemon_withTlsAndPasswords_isWell() {
        try (Pki pki = new Pki().selfSigned("server", "DNS:lb1.example")) {
            Path config = pki.write(
                    "web.yml",
                    "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\nbasic_auth_users:\n  prometheus: "
                            + BCrypt.withDefaults().hashToString(6, "a password".toCharArray()) + "\n");
            try (ExporterProcess exporter = ExporterProcess.builder()
                    .secured(true)
                    .flags("--haproxy.scrape-uri=" + haproxy.uri(), "--web.config.file=" + config)
                    .start()) {
                assertThat(Ran.arguments(
                                "healthcheck",
                                "--web.listen-address=" + address(exporter),
                                "--web.config.file=" + config))
                        .isEqualTo(new Ran(0, "", ""));
            }
        }
    }

    @Test
    void nobodyThere_isToldInOneLine() {
        String address = "127.0.0.1:" + Ports.free();

        assertThat(Ran.arguments("healthcheck", "--web.listen-address=" + address))
                .isEqualTo(new Ran(
                        2,
                        "",
                        "haproxy-exporter: asked http://" + address
                                + "/-/healthy (refused): is the daemon running, with the same flags?\n"));
    }

    private static String address(ExporterProcess exporter) {
        return URI.create(exporter.url("/")).getAuthority();
    }
}
