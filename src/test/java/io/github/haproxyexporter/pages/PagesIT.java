package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.haproxyexporter.testing.Amtool;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** From a server that fails to the text on a phone, by the real programs. */
class PagesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void page_arrivesWithTheReasonAndOnlyWhenItShould() {
        try (Shop shop = new Shop();
                Monitoring monitoring = new Monitoring(shop.haproxy(), "exporter", RuleFile.DEFAULT)) {
            healthy(monitoring);
            oneServerFails(shop, monitoring);
            itRecoversAndAnotherIsInMaintenance(shop, monitoring);
            allFail(shop, monitoring);
            haproxyIsKilled(shop, monitoring);

            assertThat(Queries.rulesInTrouble(monitoring.prometheus(), RuleFile.DEFAULT))
                    .isEmpty();
        }
    }

    @Test
    void promexNames_raiseTheSameAlert() {
        try (Shop shop = new Shop();
                Monitoring monitoring = new Monitoring(shop.haproxy(), "promex", RuleFile.PROMEX)) {
            shop.servers().answerStatus("web2", 503);

            monitoring.prometheus().awaitQuery(firing("HAProxyServerDown"), PATIENCE, found -> found.size() == 1);

            JsonNode alert = StreamSupport.stream(
                            monitoring.prometheus().alerts().spliterator(), false)
                    .filter(entry ->
                            entry.path("labels").path("alertname").asText().equals("HAProxyServerDown"))
                    .findFirst()
                    .orElseThrow();
            assertThat(alert.path("labels").path("proxy").asText()).isEqualTo("shop");
            assertThat(alert.path("labels").path("backend").asText()).isEqualTo("shop");
            assertThat(alert.path("annotations").path("description").asText())
                    .contains("server web2 of backend shop", "L7STS, code 503", "Left in shop: 2 of 3 servers.");
            assertThat(Queries.rulesInTrouble(monitoring.prometheus(), RuleFile.PROMEX))
                    .isEmpty();
        }
    }

    private static void healthy(Monitoring monitoring) {
        await().during(Duration.ofSeconds(15))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(monitoring.firing()).isEmpty());
        assertThat(monitoring.receiver().pages()).isEmpty();
    }

    private static void oneServerFails(Shop shop, Monitoring monitoring) {
        shop.servers().answerStatus("web2", 503);

        JsonNode page = monitoring.awaitPage("HAProxyBackendDegraded", "firing");

        assertThat(page.path("receiver").asText()).isEqualTo("page");
        assertThat(page.path("groupLabels").path("backend").asText()).isEqualTo("shop");
        assertThat(page.path("alerts")).hasSize(1);
        // What a person reads on the phone: which, where, why, since when, what is left, what to do.
        assertThat(text(page))
                .contains("Backend shop is left with 1 of 2 active servers on " + monitoring.instance())
                .contains("Why: web2: Layer7 wrong status, HTTP 503 (Service Unavailable).")
                .contains("Next: haproxy-exporter diagnose 'shop'")
                .contains("/docs/runbooks/HAProxyBackendDegraded.md")
                .doesNotContain("error expanding", "<no value>", "%!");
    }

    private static void itRecoversAndAnotherIsInMaintenance(Shop shop, Monitoring monitoring) {
        shop.servers().answerNormally("web2");
        shop.haproxy().awaitStatus("shop", "web2", "UP");
        monitoring.prometheus().awaitQuery(firing("HAProxyBackendDegraded"), PATIENCE, JsonNode::isEmpty);
        shop.haproxy().socket().change("set server shop/web1 state maint");

        monitoring.awaitPage("HAProxyBackendDegraded", "resolved");
        await().during(Duration.ofSeconds(10))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(monitoring.firing()).isEmpty());

        // Tickets have their own time.
        assertThat(monitoring.receiver().pages())
                .filteredOn(page -> page.path("receiver").asText().equals("page"))
                .hasSize(2);
        assertThat(monitoring.receiver().pages()).noneMatch(page -> text(page).contains("Server web1"));
        shop.haproxy().socket().change("set server shop/web1 state ready");
        shop.haproxy().awaitStatus("shop", "web1", "UP");
        monitoring.receiver().clear();
    }

    private static void allFail(Shop shop, Monitoring monitoring) {
        List.of("web1", "web2", "spare").forEach(server -> shop.servers().answerStatus(server, 503));

        JsonNode page = monitoring.awaitPage("HAProxyBackendDown", "firing");

        assertThat(text(page))
                .contains("Backend shop is DOWN on " + monitoring.instance() + ": no server is left")
                .containsPattern("since 20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+0000 UTC \\(\\d+s\\)")
                .contains("Its servers: 3 DOWN.")
                .contains("web1: Layer7 wrong status, HTTP 503 (Service Unavailable)")
                .contains("Next: haproxy-exporter diagnose 'shop'");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(monitoring.alertmanager().alerts())
                        .filteredOn(alert ->
                                alert.path("labels").path("alertname").asText().equals("HAProxyServerDown"))
                        .hasSize(3)
                        .allSatisfy(alert -> assertThat(alert.path("status").path("inhibitedBy"))
                                .isNotEmpty()));
        assertThat(monitoring.receiver().pages())
                .noneMatch(sent -> Monitoring.tells(sent, "HAProxyServerDown", "firing"));
    }

    private static void haproxyIsKilled(Shop shop, Monitoring monitoring) {
        shop.haproxy().kill();

        JsonNode page = monitoring.awaitPage("HAProxyScrapeFailed", "firing");

        assertThat(text(page))
                .contains("HAProxy at " + monitoring.instance() + " cannot be read")
                .contains("gets no complete answer from HAProxy (refused)");
        shop.haproxy().restart();
        monitoring.prometheus().awaitQuery(firing("HAProxyRestarted"), PATIENCE, found -> found.size() == 1);
    }

    private static String firing(String alert) {
        return "ALERTS{alertname=\"" + alert + "\",alertstate=\"firing\"}";
    }

    /** The page as the template of this repository writes it. */
    private static String text(JsonNode page) {
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            return Amtool.run(
                            "template",
                            "render",
                            "--template.glob=" + Path.of("alerts/templates/*.tmpl"),
                            "--template.text={{ template \"haproxy.title\" . }}\n{{ template \"haproxy.text\" . }}",
                            "--template.data=" + scratch.write("page.json", page.toString()))
                    .orThrow()
                    .out();
        }
    }
}
