package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.Pki;
import io.github.haproxyexporter.testing.Programs;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The web configuration in the packaged program, as {@code curl} and {@code openssl} see it. */
class WebConfigIT {
    private static final String TLS = "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n";
    private static final String PASSWORD = "correct-horse-battery";

    private static Pki pki;
    private static StubSocket haproxy;

    @BeforeAll
    static void start() {
        haproxy = StubSocket.unix(StubScript.answering("# pxname,svname,type,\n", "Name: HAProxy\n"));
        pki = new Pki()
                .selfSigned("server", "DNS:localhost,IP:127.0.0.1")
                .selfSigned("next", "DNS:localhost,IP:127.0.0.1")
                .selfSigned("clients", "DNS:clients")
                .selfSigned("strangers", "DNS:strangers")
                .selfSigned("p384", "DNS:localhost", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384")
                .selfSigned("rsa", "DNS:localhost", "-newkey", "rsa:2048")
                .selfSigned("ed25519", "DNS:localhost", "-newkey", "ed25519")
                .signed("prometheus", "clients", "DNS:prometheus.example,IP:10.0.0.1,URI:spiffe://example/prometheus")
                .signed("grafana", "clients", "DNS:grafana.example")
                .signed("stranger", "strangers", "DNS:prometheus.example");
    }

    @AfterAll
    static void stop() {
        haproxy.close();
        pki.close();
    }

    @Test
    void tls_certificate_isServedAndPlainHttpIsNot() {
        try (ExporterProcess exporter = exporter("plain", TLS)) {
            assertThat(curl(exporter, "/metrics").out()).contains("haproxy_up 1");
            assertThat(curl(exporter, "/metrics", "--http1.0").out()).contains("haproxy_up 1");
            assertThat(Finished.run(
                                    program("curl"),
                                    "-s",
                                    "-m10",
                                    exporter.url("/metrics").replace("https", "http"))
                            .exitCode())
                    .isNotZero();
            assertThat(exporter.log()).contains("on https://127.0.0.1:");
        }
    }

    @ParameterizedTest
    @CsvSource({"server, pkcs8", "server, sec1", "p384, pkcs8", "rsa, pkcs8", "rsa, pkcs1", "ed25519, pkcs8"})
    void tls_keyOfEveryKind_isRead(String certificate, String form) {
        Path key = pki.file(certificate + "-" + form + ".key");
        List<String> command = new ArrayList<>(
                List.of("pkey", "-in", pki.file(certificate + ".key").toString(), "-out", key.toString()));
        if (!form.equals("pkcs8")) {
            command.add("-traditional");
        }
        pki.openssl(command);
        String tls =
                "tls_server_config:\n  cert_file: " + certificate + ".pem\n  key_file: " + key.getFileName() + "\n";
        try (ExporterProcess exporter = exporter(certificate + form, tls)) {
            assertThat(anyServer(exporter).out()).contains("haproxy_up 1");
        }
    }

    @Test
    void tls_oldProtocols_areRefused() {
        try (ExporterProcess exporter = exporter("old", TLS)) {
            for (String old : List.of("-tls1", "-tls1_1")) {
                assertThat(handshake(exporter, old, "-cipher", "DEFAULT:@SECLEVEL=0"))
                        .as(old)
                        .contains("Cipher is (NONE)");
            }
            for (String good : List.of("-tls1_2", "-tls1_3")) {
                assertThat(handshake(exporter, good))
                        .as(good)
                        .doesNotContain("Cipher is (NONE)")
                        .contains("Cipher is ");
            }
        }
    }

    @Test
    void tls_versionsAndCiphers_areThoseOfTheFile() {
        String tls13 = TLS + "  min_version: TLS13\n";
        try (ExporterProcess exporter = exporter("tls13", tls13)) {
            assertThat(handshake(exporter, "-tls1_2")).contains("Cipher is (NONE)");
            assertThat(handshake(exporter, "-tls1_3")).contains("TLSv1.3, Cipher is ");
        }
        String one = TLS + "  max_version: TLS12\n  cipher_suites:\n    - TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\n"
                + "  curve_preferences: [CurveP256]\n";
        try (ExporterProcess exporter = exporter("ciphers", one)) {
            assertThat(handshake(exporter, "-tls1_3")).contains("Cipher is (NONE)");
            assertThat(handshake(exporter, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256"))
                    .contains("Cipher is (NONE)");
            assertThat(handshake(exporter, "-tls1_2"))
                    .contains("Cipher is ECDHE-ECDSA-AES256-GCM-SHA384")
                    .contains("ECDH, prime256v1");
            assertThat(handshake(exporter, "-tls1_2", "-groups", "X25519")).contains("Cipher is (NONE)");
        }
    }

    @Test
    void clientCertificate_required_isAskedForAndJudged() {
        String verified = TLS + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: clients.pem\n";
        try (ExporterProcess exporter = exporter("verified", verified)) {
            assertThat(curl(exporter, "/metrics", client("prometheus")).out()).contains("haproxy_up 1");
            assertThat(curl(exporter, "/metrics", client("stranger")).exitCode())
                    .isNotZero();
            assertThat(curl(exporter, "/metrics").exitCode()).isNotZero();
            assertThat(curl(exporter, "/metrics", "--tls-max", "1.2").exitCode())
                    .isNotZero();
        }
        String names = verified + "  client_allowed_sans: [prometheus.example]\n";
        try (ExporterProcess exporter = exporter("names", names)) {
            assertThat(curl(exporter, "/metrics", client("prometheus")).out()).contains("haproxy_up 1");
            assertThat(curl(exporter, "/metrics", client("grafana")).exitCode()).isNotZero();
        }
        for (String name : List.of("10.0.0.1", "spiffe://example/prometheus")) {
            try (ExporterProcess exporter =
                    exporter("other-names", verified + "  client_allowed_sans: ['" + name + "']\n")) {
                assertThat(curl(exporter, "/metrics", client("prometheus")).out())
                        .as(name)
                        .contains("haproxy_up 1");
                assertThat(curl(exporter, "/metrics", client("grafana")).exitCode())
                        .as(name)
                        .isNotZero();
            }
        }
    }

    @Test
    void clientCertificate_otherTypes_areAsInGo() {
        try (ExporterProcess exporter = exporter(
                "given", TLS + "  client_auth_type: VerifyClientCertIfGiven\n  client_ca_file: clients.pem\n")) {
            assertThat(curl(exporter, "/metrics").out()).contains("haproxy_up 1");
            assertThat(curl(exporter, "/metrics", client("prometheus")).out()).contains("haproxy_up 1");
            assertThat(curl(exporter, "/metrics", client("stranger")).exitCode())
                    .isNotZero();
        }
        try (ExporterProcess exporter = exporter("any", TLS + "  client_auth_type: RequireAnyClientCert\n")) {
            assertThat(curl(exporter, "/metrics").exitCode()).isNotZero();
            assertThat(curl(exporter, "/metrics", client("stranger")).out()).contains("haproxy_up 1");
        }
        try (ExporterProcess exporter = exporter("request", TLS + "  client_auth_type: RequestClientCert\n")) {
            assertThat(curl(exporter, "/metrics").out()).contains("haproxy_up 1");
            assertThat(curl(exporter, "/metrics", client("stranger")).out()).contains("haproxy_up 1");
        }
    }

    @Test
    void reload_certificateUsersAndAuthority_withoutARestart() {
        pki.replace("live.pem", "server.pem");
        pki.replace("live.key", "server.key");
        pki.replace("authority.pem", "clients.pem");
        String config = TLS.replace("server", "live").replace("tls_live", "tls_server")
                + "  client_auth_type: VerifyClientCertIfGiven\n  client_ca_file: authority.pem\n";
        try (ExporterProcess exporter = exporter("live", config)) {
            assertThat(curl(exporter, "/metrics", client("prometheus")).out())
                    .contains("haproxy_exporter_config_last_reload_successful 1.0")
                    .contains("haproxy_exporter_config_last_reload_success_timestamp_seconds 1.");

            pki.replace("live.pem", "next.pem");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> curl(exporter, "/metrics")
                            .out()
                            .contains("haproxy_exporter_config_last_reload_successful 0.0"));
            assertThat(exporter.log()).contains("the changed web configuration is not used, the one before stays");
            pki.replace("live.key", "next.key");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Finished.run(
                                    program("curl"),
                                    "-s",
                                    "--cacert",
                                    pki.file("next.pem").toString(),
                                    exporter.url("/metrics"))
                            .out()
                            .contains("haproxy_exporter_config_last_reload_successful 1.0"));

            pki.replace("authority.pem", "strangers.pem");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> anyServer(exporter, client("prometheus")).exitCode() != 0);
            assertThat(anyServer(exporter, client("stranger")).exitCode()).isZero();

            pki.write("live.yml", config + users("prometheus"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> status(exporter, "-k").equals("401"));
            assertThat(status(exporter, "-k", "-u", "prometheus:" + PASSWORD)).isEqualTo("200");
        }
    }

    @Test
    void users_onEveryPath_areAskedForTheirPassword() {
        try (ExporterProcess exporter = exporter("users", TLS + users("prometheus"))) {
            for (String path : List.of("/", "/metrics", "/-/healthy", "/-/ready", "/nothing")) {
                Finished answer = curl(exporter, path, "-i");
                assertThat(answer.out())
                        .as(path)
                        .startsWith("HTTP/1.1 401")
                        .containsIgnoringCase("WWW-Authenticate: Basic");
            }
            assertThat(status(exporter, "-u", "prometheus:" + PASSWORD)).isEqualTo("200");
            assertThat(status(exporter, "-u", "prometheus:wrong")).isEqualTo("401");
            assertThat(status(exporter, "-u", "nobody:" + PASSWORD)).isEqualTo("401");
            assertThat(status(exporter, "-H", "Authorization: Bearer x")).isEqualTo("401");
            assertThat(status(exporter, "-H", "Authorization: Basic ???")).isEqualTo("401");
        }
    }

    @Test
    void users_withoutTls_headersAndRate() {
        String config =
                users("prometheus") + "http_server_config:\n  http2: true\n  headers:\n    X-Frame-Options: deny\n"
                        + "rate_limit:\n  interval: 1h\n  burst: 3\n";
        try (ExporterProcess exporter = exporterOf("rate", config, false)) {
            assertThat(curl(exporter, "/metrics", "-i", "-u", "prometheus:" + PASSWORD)
                            .out())
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("X-Frame-Options: deny")
                    .contains("haproxy_up 1");
            assertThat(status(exporter)).isEqualTo("401");
            assertThat(status(exporter)).isEqualTo("401");
            assertThat(status(exporter, "-u", "prometheus:" + PASSWORD)).isEqualTo("429");
        }
    }

    @Test
    void secrets_areNowhereToBeSeen() throws IOException {
        String config = TLS + users("prometheus");
        Path uri = pki.write("flags", "--haproxy.scrape-uri=" + haproxy.uri() + "\n--log.level=debug\n");
        try (ExporterProcess exporter = ExporterProcess.builder()
                .secured(true)
                .flags("@" + uri, "--web.config.file=" + pki.write("secrets.yml", config))
                .start()) {
            status(exporter, "-u", "prometheus:" + PASSWORD);
            status(exporter, "-u", "prometheus:wrong-" + PASSWORD);
            String metrics =
                    curl(exporter, "/metrics", "-u", "prometheus:" + PASSWORD).out();
            pki.write("secrets.yml", config + "  broken: " + PASSWORD + "\n");
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                status(exporter);
                return exporter.log().contains("is not used");
            });

            String commandLine =
                    Files.readString(Path.of("/proc/" + exporter.process().pid() + "/cmdline"));
            String key = Files.readAllLines(pki.file("server.key")).get(1);
            for (String seen : List.of(exporter.log(), metrics, commandLine)) {
                assertThat(seen)
                        .doesNotContain(PASSWORD)
                        .doesNotContain("$2a$06$")
                        .doesNotContain(key);
            }
        }
    }

    @Test
    void start_withABadFile_isOneLineAndExitCode2() {
        Path file = pki.write("bad.yml", TLS.replace("server.key", "next.key"));

        Finished run = ExporterProcess.run("--web.listen-address=127.0.0.1:0", "--web.config.file=" + file);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err())
                .startsWith("haproxy-exporter: " + file + ": tls_server_config.key_file ")
                .contains("the key does not fit the certificate");
    }

    @Test
    void start_withLimitsThatDoNotFit_isOneLineAndExitCode2() {
        Finished run = ExporterProcess.run("--web.write-timeout=5s", "--haproxy.timeout=5s");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("--web.write-timeout is 5000ms and --haproxy.timeout 5000ms");
        assertThat(ExporterProcess.run("--web.max-connections=0").err())
                .contains("'0' is not a count: expected 1 to 999999");
        assertThat(ExporterProcess.run("--web.idle-timeout=10ms").err()).contains("expected a second or more");
        assertThat(ExporterProcess.run("--web.max-header-size=1GiB").err()).contains("expected 1MiB at most");
    }

    @Test
    void start_withoutTheFlag_loadsNothingOfIt() {
        try (ExporterProcess exporter = ExporterProcess.builder()
                .environment("JAVA_TOOL_OPTIONS", "-Xlog:class+load:stdout")
                .flags("--haproxy.scrape-uri=" + haproxy.uri())
                .start()) {
            exporter.families();

            assertThat(exporter.log())
                    .contains("io.github.haproxyexporter.http.Router")
                    .doesNotContain("haproxyexporter.http.access")
                    .doesNotContain("haproxyexporter.http.config")
                    .doesNotContain("haproxyexporter.http.tls")
                    .doesNotContain("org.snakeyaml")
                    .doesNotContain("at.favre.lib")
                    .doesNotContain("nl.altindag")
                    .doesNotContain("org.bouncycastle")
                    .doesNotContain("sun.security.ssl.SSLEngineImpl");
        }
    }

    private static ExporterProcess exporter(String name, String config) {
        return exporterOf(name, config, true);
    }

    private static ExporterProcess exporterOf(String name, String config, boolean tls) {
        return ExporterProcess.builder()
                .secured(tls)
                .flags("--haproxy.scrape-uri=" + haproxy.uri(), "--web.config.file=" + pki.write(name + ".yml", config))
                .start();
    }

    private static String users(String name) {
        return "basic_auth_users:\n  " + name + ": " + BCrypt.withDefaults().hashToString(6, PASSWORD.toCharArray())
                + "\n";
    }

    private static String[] client(String name) {
        return new String[] {
            "--cert",
            pki.file(name + ".pem").toString(),
            "--key",
            pki.file(name + ".key").toString()
        };
    }

    /** As a client who trusts any server. */
    private static Finished anyServer(ExporterProcess exporter, String... options) {
        List<String> all = new ArrayList<>(List.of("-k"));
        all.addAll(List.of(options));
        return curl(exporter, "/metrics", all.toArray(String[]::new));
    }

    private static Finished curl(ExporterProcess exporter, String path, String... options) {
        List<String> command = new ArrayList<>(List.of(
                program("curl"),
                "-s",
                "-m",
                "20",
                "--cacert",
                pki.file("server.pem").toString()));
        command.addAll(List.of(options));
        command.add(exporter.url(path));
        return Finished.run(command);
    }

    private static String status(ExporterProcess exporter, String... options) {
        List<String> all = new ArrayList<>(List.of("-o", "/dev/null", "-w", "%{http_code}"));
        all.addAll(List.of(options));
        return curl(exporter, "/metrics", all.toArray(String[]::new)).out();
    }

    private static String handshake(ExporterProcess exporter, String... options) {
        List<String> command = new ArrayList<>(List.of(
                program("openssl"),
                "s_client",
                "-connect",
                exporter.url("").replace("https://", ""),
                "-servername",
                "localhost"));
        command.addAll(List.of(options));
        Finished run = Finished.run(command);
        return run.out() + run.err();
    }

    private static String program(String name) {
        return Programs.find(name).toString();
    }
}
