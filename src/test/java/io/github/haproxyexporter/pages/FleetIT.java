package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.haproxyexporter.testing.AppServers;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Six balancers in front of the same servers, behind one exporter: one notification for what they all find, with the count in it. */
class FleetIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int BALANCERS = 6;

    private static final String CONFIG = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s
            backend shop
                option httpchk GET /health
                http-check expect status 200
                default-server inter 1s fall 2 rise 2
                server web1 127.0.0.1:{{web1}} check
                server web2 127.0.0.1:{{web2}} check
                server web3 127.0.0.1:{{web3}} check
            """;

    @ParameterizedTest
    @EnumSource
    void whatAllBalancersFind_isOneNotification(DashboardProfile profile) {
        Path rules = profile == DashboardProfile.PROMEX ? RuleFile.PROMEX : RuleFile.DEFAULT;
        List<HaproxyProcess> balancers = new ArrayList<>();
        try (ScratchDirectory scratch = ScratchDirectory.create();
                AppServers servers = AppServers.start("web1", "web2", "web3")) {
            for (int i = 0; i < BALANCERS; i++) {
                balancers.add(start(servers));
            }
            Path targets = targets(scratch, balancers);
            try (Monitoring monitoring = new Monitoring(profile.flag(), rules, "--config.file=" + targets)) {
                await().during(Duration.ofSeconds(10))
                        .atMost(PATIENCE)
                        .until(() -> monitoring.firing().isEmpty());

                oneBalancerFailsToReachIt(balancers.get(2), servers.port("web2"), monitoring);
                allFindItDown(servers, monitoring);
                allLoseHalf(servers, monitoring);
                allLoseTheBackend(servers, monitoring);
                theOthersGo(targets, scratch, balancers, monitoring);

                assertThat(Queries.rulesInTrouble(monitoring.prometheus(), rules))
                        .isEmpty();
            }
        } finally {
            balancers.forEach(HaproxyProcess::close);
        }
    }

    private static void oneBalancerFailsToReachIt(HaproxyProcess balancer, int port, Monitoring monitoring) {
        balancer.command("set server shop/web2 addr 127.0.0.1 port 1");

        JsonNode ticket = monitoring.awaitPage("HAProxyServerDownOnSomeBalancers", "firing");

        assertThat(summary(ticket)).isEqualTo("Server web2 of backend shop is DOWN on 1 of 6 balancers");
        assertThat(annotation(ticket, "description"))
                .contains("it is the way from " + monitoring.instance() + " (lb2) to it");
        assertThat(monitoring.notified()).containsExactly("shop warning HAProxyServerDownOnSomeBalancers");
        balancer.command("set server shop/web2 addr 127.0.0.1 port " + port);
        awaitQuiet(monitoring);
    }

    private static void allFindItDown(AppServers servers, Monitoring monitoring) {
        servers.answerStatus("web2", 503);

        JsonNode ticket = monitoring.awaitPage("HAProxyServerDownOnAllBalancers", "firing");

        assertThat(ticket.path("receiver").asText()).isEqualTo("ticket");
        assertThat(ticket.path("alerts")).hasSize(1);
        assertThat(summary(ticket)).isEqualTo("Server web2 of backend shop is DOWN on all 6 balancers");
        assertThat(monitoring.notified()).containsExactly("shop warning HAProxyServerDownOnAllBalancers");
        assertInhibited(monitoring, "HAProxyServerDown", BALANCERS);
        assertThat(monitoring.receiver().pages()).hasSize(1);
        monitoring.receiver().clear();
    }

    private static void allLoseHalf(AppServers servers, Monitoring monitoring) {
        servers.answerStatus("web3", 503);

        JsonNode page = monitoring.awaitPage("HAProxyBackendDegradedOnAllBalancers", "firing");

        assertThat(summary(page)).isEqualTo("Backend shop is left with 1 of 3 active servers on all 6 balancers");
        assertThat(annotation(page, "description")).contains("web2: Layer7 wrong status, HTTP 503", "; web3: Layer7");
        assertOnlyPage(monitoring, page, "HAProxyBackendDegradedOnAllBalancers");
        assertInhibited(monitoring, "HAProxyBackendDegraded", BALANCERS);
        assertInhibited(monitoring, "HAProxyServerDown", 2 * BALANCERS);
        assertInhibited(monitoring, "HAProxyServerDownOnAllBalancers", 2);
        monitoring.receiver().clear();
    }

    private static void allLoseTheBackend(AppServers servers, Monitoring monitoring) {
        servers.answerStatus("web1", 503);

        JsonNode page = monitoring.awaitPage("HAProxyBackendDownOnAllBalancers", "firing");

        assertThat(summary(page)).isEqualTo("Backend shop is DOWN on all 6 balancers: no server is left");
        assertOnlyPage(monitoring, page, "HAProxyBackendDownOnAllBalancers");
        assertInhibited(monitoring, "HAProxyBackendDown", BALANCERS);
        assertInhibited(monitoring, "HAProxyServerDown", 3 * BALANCERS);
        monitoring.receiver().clear();
    }

    /** A single balancer is no fleet: it tells of itself. */
    private static void theOthersGo(
            Path targets, ScratchDirectory scratch, List<HaproxyProcess> balancers, Monitoring monitoring) {
        assertThat(targets(scratch, balancers.subList(0, 1))).isEqualTo(targets);
        monitoring.exporter().process().signal("HUP");

        JsonNode page = monitoring.awaitPage("HAProxyBackendDown", "firing");

        assertThat(page.path("receiver").asText()).isEqualTo("page");
        // What was DOWN is so for 2 minutes after it was seen last.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(monitoring.firing())
                        .noneMatch(alert -> alert.endsWith("Balancers"))
                        .containsOnlyOnce("HAProxyBackendDown"));
        assertThat(monitoring.notified()).containsExactly("shop critical HAProxyBackendDown");
    }

    private static void awaitQuiet(Monitoring monitoring) {
        await().atMost(PATIENCE).until(() -> monitoring.firing().isEmpty());
        await().atMost(PATIENCE).until(() -> monitoring.notified().isEmpty());
        monitoring.receiver().clear();
    }

    /** Of what is sent to people's phones this is all: resolved ones, and tickets, have a time of their own. */
    private static void assertOnlyPage(Monitoring monitoring, JsonNode page, String alert) {
        assertThat(page.path("receiver").asText()).isEqualTo("page");
        assertThat(page.path("alerts")).hasSize(1);
        assertThat(monitoring.receiver().pages())
                .filteredOn(sent -> sent.path("receiver").asText().equals("page")
                        && sent.path("status").asText().equals("firing"))
                .containsExactly(page);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(monitoring.notified()).isEqualTo(Set.of("shop critical " + alert)));
    }

    private static void assertInhibited(Monitoring monitoring, String alert, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(StreamSupport.stream(
                                        monitoring.alertmanager().alerts().spliterator(), false)
                                .filter(found -> found.path("labels")
                                        .path("alertname")
                                        .asText()
                                        .equals(alert)))
                        .hasSize(count)
                        .allSatisfy(found -> assertThat(found.path("status").path("inhibitedBy"))
                                .isNotEmpty()));
    }

    private static String summary(JsonNode notification) {
        return annotation(notification, "summary");
    }

    private static String annotation(JsonNode notification, String name) {
        return notification
                .path("alerts")
                .path(0)
                .path("annotations")
                .path(name)
                .asText();
    }

    private static Path targets(ScratchDirectory scratch, List<HaproxyProcess> balancers) {
        StringBuilder file = new StringBuilder("targets:\n");
        for (int i = 0; i < balancers.size(); i++) {
            file.append(
                    "  lb%d: {scrape_uri: '%s'}\n".formatted(i, balancers.get(i).scrapeUri()));
        }
        return scratch.write("targets.yml", file.toString());
    }

    private static HaproxyProcess start(AppServers servers) {
        HaproxyProcess.Builder builder = HaproxyProcess.builder().config(CONFIG);
        Stream.of("web1", "web2", "web3").forEach(name -> builder.value(name, Integer.toString(servers.port(name))));
        return builder.start();
    }
}
