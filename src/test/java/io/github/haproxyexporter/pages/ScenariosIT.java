package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who is told what in each situation, by real programs and in both profiles: the lines below are all of it. */
class ScenariosIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Backend or frontend, severity, alert. What is not here is silence: one-in-maintenance, agent-drain, follows, empty-slots. */
    private static final List<String> EXPECTED = List.of(
            "one-of-three warning HAProxyServerDown",
            "two-of-three critical HAProxyBackendDegraded",
            "all critical HAProxyBackendDown",
            "on-backup critical HAProxyBackendOnBackup",
            "all-in-maintenance warning HAProxyBackendInMaintenance",
            "maintenance-asked critical HAProxyBackendDown",
            "tcp-maintenance critical HAProxyBackendDown",
            "all-drained critical HAProxyBackendDown",
            "unchecked critical HAProxyBackendErrorRate",
            "tcp-unchecked critical HAProxyBackendConnectionsFailing",
            "slow-check warning HAProxyHealthCheckSlow",
            "errors critical HAProxyBackendErrorRate",
            "few-requests critical HAProxyBackendErrorRate",
            "one-of-25-errors critical HAProxyServerErrorRate",
            "queue warning HAProxyQueueing",
            "agent-down warning HAProxyServerDown",
            "flaps warning HAProxyServerFlapping",
            "own critical HAProxyFrontendErrorRate");

    private static final List<String> OUTAGES = List.of("all", "two-of-three", "on-backup");

    @Test
    void everySituation_isToldAsItShould() {
        try (Scenarios scenarios = new Scenarios();
                Monitoring exporter = new Monitoring(scenarios.haproxy(), "exporter", RuleFile.DEFAULT);
                Monitoring promex = new Monitoring(scenarios.haproxy(), "promex", RuleFile.PROMEX)) {
            scenarios.flap();

            Set<String> expected = new TreeSet<>(EXPECTED);
            awaitNotified(promex, expected);
            // HAProxy's own exporter, and so that profile, calls a paused frontend UP.
            expected.add("paused critical HAProxyFrontendPaused");
            awaitNotified(exporter, expected);

            Instant before = Instant.now();
            for (int i = 0; i < 3; i++) {
                scenarios.haproxy().reload();
                // The check that finds it DOWN in the new process comes some time after the first scrape.
                scenarios.haproxy().awaitStatus("all", "web1", "DOWN");
            }
            Instant after = Instant.now();
            for (Monitoring monitoring : List.of(exporter, promex)) {
                assertThat(OUTAGES).allSatisfy(backend -> assertFiringThroughout(monitoring, backend, before, after));
            }

            scenarios.haproxy().kill();
            awaitNotified(exporter, Set.of("- critical HAProxyScrapeFailed"));
            awaitNotified(promex, Set.of("- critical HAProxyScrapeFailed"));

            exporter.exporter().stop();
            awaitNotified(exporter, Set.of("- critical HAProxyExporterMissing"));
        }
    }

    private static void awaitNotified(Monitoring monitoring, Set<String> expected) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(monitoring.notified()).isEqualTo(new TreeSet<>(expected)));
    }

    /** In that time there is no second in which nothing fires for the backend. */
    private static void assertFiringThroughout(Monitoring monitoring, String backend, Instant from, Instant until) {
        JsonNode series = monitoring
                .prometheus()
                .queryRange(
                        "count(ALERTS{backend=\"" + backend + "\",severity=\"critical\",alertstate=\"firing\"})",
                        from,
                        until,
                        Duration.ofSeconds(1));

        assertThat(series.path(0).path("values"))
                .as(backend + " " + series)
                .hasSize((int) Duration.between(from, until).toSeconds() + 1);
    }
}
