package io.github.haproxyexporter.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Certificates;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.InProcessExporter;
import io.github.haproxyexporter.testing.LogLines;
import io.github.haproxyexporter.testing.Programs;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates as real HAProxys tell of them. */
class CertificatesCollectorIT {

    private static final String EXPIRY = "haproxy_certificate_not_after_timestamp_seconds";
    private static final String PLAIN = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s
            frontend plain
                bind 127.0.0.1:{{port:plain}}
                http-request return status 200
            """;
    private static final String CONFIG = PLAIN + """
            frontend web
                bind 127.0.0.1:{{port:tls}} ssl crt {{dir}}/one.pem crt "{{dir}}/t;w o.pem"
                http-request return status 200
            """;

    static List<HaproxyFlavor> flavors() {
        return HaproxyFlavor.all();
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void certificates_atLevelOperator_haveExpiryAndNames(HaproxyFlavor flavor) throws Exception {
        String pem = Certificates.selfSigned();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        try (HaproxyProcess haproxy = haproxy(flavor, CONFIG, "operator", pem);
                InProcessExporter exporter =
                        InProcessExporter.of(haproxy.scrapeUri()).start()) {
            Map<String, Family> families = exporter.families();

            assertThat(success(families)).isEqualTo(1);
            assertThat(families.get(EXPIRY).samples())
                    .allSatisfy(sample -> assertThat(sample.value()).isEqualTo((double)
                            certificate.getNotAfter().toInstant().getEpochSecond()))
                    .extracting(sample -> file(sample.label("certificate")))
                    .containsExactlyInAnyOrder("one.pem", "t;w o.pem");
            assertThat(families.get("haproxy_certificates_data_age_seconds").value())
                    .isBetween(0.0, 60.0);
            if (knowsNames(flavor)) {
                Set<String> names = new HashSet<>();
                families.get("haproxy_certificate_sni_info")
                        .samples()
                        .forEach(sample -> names.add(sample.label("frontend") + " " + sample.label("sni") + " "
                                + file(sample.label("certificate"))));
                assertThat(names).contains("web localhost one.pem");
            } else {
                assertThat(families).doesNotContainKey("haproxy_certificate_sni_info");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void certificates_atLevelUser_areToldOrRefusedInOneLine(HaproxyFlavor flavor) {
        try (HaproxyProcess haproxy = haproxy(flavor, CONFIG, "user", Certificates.selfSigned());
                LogLines lines = LogLines.of(CollectorLog.class);
                InProcessExporter exporter = InProcessExporter.of(haproxy.scrapeUri())
                        .listener(new CollectorLog())
                        .start()) {
            tlsConnection(haproxy);
            Map<String, Family> families = exporter.families();
            exporter.families();

            if (knowsNames(flavor)) {
                assertThat(success(families)).isEqualTo(1);
                assertThat(families).containsKey(EXPIRY);
                assertThat(lines.take()).isEmpty();
            } else {
                assertThat(success(families)).isZero();
                assertThat(families).containsKey("haproxy_frontend_status").doesNotContainKey(EXPIRY);
                assertThat(lines.take())
                        .singleElement()
                        .asString()
                        .contains("level operator", "--no-collector.certificates");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void certificates_withoutTlsAtLevelUser_areNoneAndNoFailure(HaproxyFlavor flavor) {
        try (HaproxyProcess haproxy = haproxy(flavor, PLAIN, "user", "");
                InProcessExporter exporter =
                        InProcessExporter.of(haproxy.scrapeUri()).start()) {
            Map<String, Family> families = exporter.families();

            assertThat(success(families)).isEqualTo(1);
            assertThat(families.keySet()).noneMatch(name -> name.startsWith("haproxy_certificate"));
        }
    }

    /** What {@code show ssl sni} of 3.2 tells. */
    private static boolean knowsNames(HaproxyFlavor flavor) {
        String[] version = flavor.version().split("\\.", -1);
        return Integer.parseInt(version[0]) * 100 + Integer.parseInt(version[1]) >= 302;
    }

    private static double success(Map<String, Family> families) {
        return families.get("haproxy_exporter_collector_success").samples().stream()
                .filter(sample -> sample.label("collector").equals("certificates"))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static String file(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void tlsConnection(HaproxyProcess haproxy) {
        Finished.run(
                        Programs.find("curl").toString(),
                        "--silent",
                        "--show-error",
                        "--insecure",
                        "https://127.0.0.1:" + haproxy.port("tls") + "/")
                .orThrow();
    }

    private static HaproxyProcess haproxy(HaproxyFlavor flavor, String config, String level, String pem) {
        return HaproxyProcess.builder()
                .flavor(flavor)
                .config(config)
                .file("one.pem", pem)
                .file("t;w o.pem", pem)
                .socketLevel(level)
                .start();
    }
}
