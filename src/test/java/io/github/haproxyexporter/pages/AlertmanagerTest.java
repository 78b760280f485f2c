package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Amtool;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertmanagerTest {
    private static final Path CONFIG = Path.of("alerts/alertmanager.yml");

    @Test
    void config_satisfiesAmtool() {
        Finished amtool = Amtool.checkConfig(CONFIG);

        assertThat(amtool.exitCode()).as(amtool.out() + amtool.err()).isZero();
        assertThat(amtool.out()).contains("1 templates");
    }

    @ParameterizedTest
    @CsvSource({
        "HAProxyServerDown, critical, shop, page",
        "HAProxyBackendDown, critical, shop, page",
        "HAProxyScrapeFailed, critical, '', page",
        "HAProxyExporterMissing, critical, '', page",
        "HAProxyServerFlapping, warning, shop, ticket",
        "HAProxyDroppedLogs, warning, '', ticket",
        "SomethingElse, none, '', ticket"
    })
    void alert_reachesTheReceiverOfItsSeverity(String alert, String severity, String backend, String receiver) {
        assertThat(Amtool.route(CONFIG, "alertname=" + alert, "severity=" + severity, "backend=" + backend))
                .isEqualTo(receiver);
    }

    @Test
    void everyAlert_isRoutedByItsSeverity() {
        assertThat(RuleFile.read(RuleFile.DEFAULT).alerts()).allSatisfy(rule -> {
            String severity = rule.labels().get("severity");
            assertThat(Amtool.route(CONFIG, "alertname=" + rule.alert(), "severity=" + severity))
                    .isEqualTo(Map.of("critical", "page", "warning", "ticket").get(severity));
        });
    }

    @Test
    void title_isTheFirstAlertAndHowManyMore() {
        assertThat(render("haproxy.title", "firing", alert("firing", "web1"), alert("firing", "web2")))
                .isEqualTo("Server web1 is DOWN (and 1 more)");
        assertThat(render("haproxy.title", "resolved", alert("resolved", "web1")))
                .isEqualTo("RESOLVED: Server web1 is DOWN");
    }

    @Test
    void text_readsAsAPage() {
        assertThat(render("haproxy.text", "firing", alert("firing", "web1"), alert("resolved", "web2")))
                .isEqualTo("""
                        Server web1 is DOWN

                        Its port is closed. Left: 1 of 2 servers.

                        Next: haproxy-exporter diagnose shop/web1
                        Why and what: https://example.org/web1

                        RESOLVED at 2026-11-22 20:10:00 UTC. It was: Server web2 is DOWN
                        """.strip());
    }

    private static String render(String template, String status, String... alerts) {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            Path data = scratch.write("data.json", """
                    {"receiver": "page", "status": "%s", "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {},
                     "externalURL": "", "alerts": [%s]}
                    """.formatted(status, String.join(",", alerts)));
            return Amtool.run(
                            "template",
                            "render",
                            "--template.glob=alerts/templates/*.tmpl",
                            "--template.text={{ template \"" + template + "\" . }}",
                            "--template.data=" + data)
                    .orThrow()
                    .out()
                    .strip();
        }
    }

    private static String alert(String status, String server) {
        return """
                {"status": "%1$s", "labels": {"alertname": "HAProxyServerDown"},
                 "startsAt": "2026-11-22T20:00:00Z", "endsAt": "2026-11-22T20:10:00Z",
                 "annotations": {"summary": "Server %2$s is DOWN",
                                 "description": "Its port is closed. Left: 1 of 2 servers.",
                                 "next_step": "haproxy-exporter diagnose shop/%2$s",
                                 "runbook_url": "https://example.org/%2$s"}}
                """.formatted(status, server);
    }
}
