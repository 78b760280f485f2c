package io.github.haproxyexporter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServersIT {
    private static final String SHOP = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s

            frontend web
                bind 127.0.0.1:{{port:web}}
                default_backend shop

            backend shop
                option httpchk GET /health
                http-check expect status 200
                http-check expect string hello
                timeout check 2s
                server web1 127.0.0.1:{{port:web1}} check inter 1s fall 2 rise 1
            """;

    @Test
    void appServers_switched_areSeenByChecks() {
        try (AppServers apps = AppServers.start("web1", "web2");
                HaproxyProcess haproxy = HaproxyProcess.builder()
                        .config(SHOP)
                        .port("web1", apps.port("web1"))
                        .start()) {
            haproxy.awaitColumn("shop", "web1", "check_status", "L7OK"::equals);

            apps.answerStatus("web1", 503);
            haproxy.awaitColumn("shop", "web1", "check_status", "L7STS"::equals);
            haproxy.awaitStatus("shop", "web1", "DOWN");
            haproxy.awaitColumn("shop", "web1", "check_code", "503"::equals);

            apps.answerWrongContent("web1");
            haproxy.awaitColumn("shop", "web1", "check_status", "L7RSP"::equals);

            apps.answerSlowly("web1");
            haproxy.awaitColumn("shop", "web1", "check_status", "L7TOUT"::equals);

            apps.refuse("web1");
            haproxy.awaitColumn("shop", "web1", "check_status", "L4CON"::equals);

            apps.answerNormally("web1");
            haproxy.awaitStatus("shop", "web1", "UP");
            assertThat(HttpAnswer.get(haproxy.url("web", "/")).text()).isEqualTo("hello from web1");
            assertThat(HttpAnswer.get(haproxy.url("web", "/status/404")).status())
                    .isEqualTo(404);
            assertThat(HttpAnswer.get(haproxy.url("web", "/text")).body()).hasSizeGreaterThan(1000);
            assertThat(apps.requests("web1")).isGreaterThan(3);
            assertThat(apps.requests("web2")).isZero();
        }
    }

    @Test
    void appServers_unknownStatus_isRefused() {
        try (AppServers apps = AppServers.start(1)) {
            assertThatThrownBy(() -> apps.answerStatus("web1", 299)).hasMessageContaining("299");
        }
    }

    @Test
    void goExporter_scrape_passesTheStrictParser() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(SHOP);
                GoExporter exporter = GoExporter.start(haproxy.scrapeUri())) {
            var families = ExpositionParser.text(exporter.scrape().body());

            assertThat(families.get("haproxy_up").value()).isEqualTo(1);
            assertThat(families).containsKey("haproxy_server_up");
        }
    }

    @Test
    void prometheusToAlertmanagerToWebhook_firingRule_pages() {
        try (WebhookReceiver receiver = WebhookReceiver.start();
                ScratchDirectory directory = ScratchDirectory.create();
                AlertmanagerServer alertmanager = AlertmanagerServer.start("""
                        route:
                          receiver: webhook
                          group_wait: 0s
                        receivers:
                          - name: webhook
                            webhook_configs:
                              - url: %s
                        """.formatted(receiver.url()));
                PrometheusServer prometheus = PrometheusServer.start("""
                        global:
                          scrape_interval: 2s
                          scrape_timeout: 2s
                          evaluation_interval: 300ms
                        rule_files: [%s]
                        alerting:
                          alertmanagers:
                            - static_configs: [{targets: ["%s"]}]
                        scrape_configs:
                          - job_name: alertmanager
                            static_configs: [{targets: ["%s"]}]
                        """.formatted(
                                directory.write("rules.yml", """
                                        groups:
                                          - name: test
                                            rules:
                                              - alert: AlwaysFiring
                                                expr: up == 1
                                        """), alertmanager.address(), alertmanager.address()))) {
            prometheus.awaitTargetsUp();
            JsonNode page = receiver.awaitPage(
                    "about AlwaysFiring",
                    Duration.ofSeconds(30),
                    any -> any.path("alerts")
                            .path(0)
                            .path("labels")
                            .path("alertname")
                            .asText()
                            .equals("AlwaysFiring"));

            assertThat(page.path("status").asText()).isEqualTo("firing");
            prometheus.awaitQuery(
                    "up",
                    Duration.ofSeconds(30),
                    found -> found.path(0).path("value").path(1).asText().equals("1"));
            Instant now = Instant.now();
            assertThat(prometheus
                            .queryRange("up", now.minusSeconds(30), now, Duration.ofSeconds(1))
                            .path(0)
                            .path("values"))
                    .isNotEmpty();
            assertThat(prometheus
                            .rules()
                            .path(0)
                            .path("rules")
                            .path(0)
                            .path("health")
                            .asText())
                    .isEqualTo("ok");
            assertThat(prometheus.alerts().path(0).path("state").asText()).isEqualTo("firing");
            assertThat(alertmanager.alerts()).hasSize(1);
            assertThat(alertmanager.groups()).hasSize(1);
            assertThatThrownBy(() -> prometheus.query("up{")).hasMessageContaining("parse error");
            receiver.clear();
            assertThat(receiver.pages()).isEmpty();
        }
    }

    @Test
    void prometheus_badConfig_failsWithItsOutput() {
        assertThatThrownBy(() -> PrometheusServer.start("nonsense: true\n")).hasMessageContaining("nonsense");
    }

    @Test
    void promtool_metrics_areJudged() {
        assertThat(Promtool.checkMetrics("# HELP a_total x\n# TYPE a_total counter\na_total 1\n"))
                .isEqualTo(new Finished(0, "", ""));
        assertThat(Promtool.checkMetrics("# HELP a x\n# TYPE a counter\na 1\n").err())
                .contains("_total");
    }

    @Test
    void promtoolAndAmtool_files_areJudged() {
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            var rules = directory.write("rules.yml", "groups: [{name: a, rules: [{record: a, expr: up}]}]\n");
            var tests = directory.write("tests.yml", "rule_files: [rules.yml]\n");
            var routes = directory.write("am.yml", """
                    route:
                      receiver: a
                      routes: [{receiver: b, matchers: [severity="critical"]}]
                    receivers: [{name: a}, {name: b}]
                    """);

            assertThat(Promtool.checkRules(rules).orThrow().out()).contains("1 rules found");
            assertThat(Promtool.testRules(tests).exitCode()).isZero();
            assertThat(Amtool.checkConfig(routes).exitCode()).isZero();
            assertThat(Amtool.route(routes, "severity=critical")).isEqualTo("b");
        }
    }
}
