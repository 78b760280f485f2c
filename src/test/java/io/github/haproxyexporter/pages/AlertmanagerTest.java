package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Amtool;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
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
        "HAProxyServerDown, warning, shop, ticket",
        "HAProxyBackendDegraded, critical, shop, page",
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

    @Test
    void slackTexts_escapeWhatWouldNotifyAChannel() {
        String hostile = alert("firing", "<!channel> & <http://x|y>").replace("Its port", "<!here>");
        String escaped = "Server &lt;!channel&gt; &amp; &lt;http://x|y&gt; is DOWN";

        assertThat(render("haproxy.slack.title", "firing", hostile)).isEqualTo(escaped);
        assertThat(render("haproxy.slack.text", "firing", hostile))
                .contains(escaped, "&lt;!here&gt; is closed", "Next: haproxy-exporter diagnose shop/&lt;!channel&gt;")
                .doesNotContain("<");
        assertThat(render("haproxy.slack.text", "resolved", hostile.replace("firing", "resolved")))
                .contains("It was: " + escaped)
                .doesNotContain("<");
    }

    /** Otherwise Slack would get the texts that escape nothing. */
    @Test
    void slackExample_usesTheTextsThatEscape() {
        assertThat(Yaml.text(CONFIG)
                        .lines()
                        .dropWhile(line -> !line.contains("slack_configs:"))
                        .takeWhile(line -> !line.contains("email_configs:"))
                        .filter(line -> line.contains("{{")))
                .hasSize(3)
                .allMatch(line -> line.contains("haproxy.slack."));
    }

    /** What the comments propose is uncommented and put in the place of the two webhooks, and of nothing. */
    @Test
    void examples_satisfyAmtool() {
        String config = Yaml.text(CONFIG);
        String receivers = config.lines()
                .dropWhile(line -> !line.contains("pagerduty_configs:"))
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^# ", "  "))
                .collect(Collectors.joining("\n"));
        String routes = config.replaceAll("(?m)^    #   (- matchers|  receiver)", "    $1");
        String all = routes.replace("receivers:\n", "receivers:\n  - name: others\n" + receivers + "\n")
                .replace("templates/*.tmpl", Path.of("alerts/templates").toAbsolutePath() + "/*.tmpl");

        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            Path file = scratch.write(
                    "alertmanager.yml",
                    "global: {smtp_smarthost: 'localhost:25', smtp_from: a@example.org, pagerduty_url: 'http://localhost/'}\n"
                            + all);

            Finished amtool = Amtool.checkConfig(file);

            assertThat(amtool.exitCode()).as(amtool.out() + amtool.err()).isZero();
            assertThat(amtool.out()).contains("3 receivers");
            assertThat(Amtool.route(file, "alertname=HAProxyServerDown", "severity=warning", "backend=shop"))
                    .isEqualTo("page");
            assertThat(Amtool.route(file, "alertname=HAProxyServerErrorRate", "severity=critical", "backend=shop"))
                    .isEqualTo("ticket");
        }
    }

    /** An outage must not be added to the notification of its first server, which somebody has read already. */
    @Test
    void groups_areByAlert() {
        assertThat(Yaml.text(CONFIG).lines().filter(line -> line.contains("group_by:")))
                .isNotEmpty()
                .allMatch(line -> line.contains("alertname") && line.contains("cluster"));
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
