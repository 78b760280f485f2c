package io.github.haproxyexporter.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.HaproxyProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of state that a real HAProxy writes to its ring, however short, are all noticed once. */
class RingIT {

    private static final String CONFIG = """
            global
                log ring@transitions local0 notice
            ring transitions
                format {{format}}
                size 65536
            defaults
                mode http
                log global
                timeout client 5s
                timeout connect 1s
                timeout server 5s
            frontend web
                bind 127.0.0.1:{{port:web}}
                default_backend shop
            backend shop
                server web1 127.0.0.1:{{port:web1}}
                server web2 127.0.0.1:{{port:web2}}
            """;

    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("docs/events.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<HaproxyFlavor> flavors() {
        return HaproxyFlavor.all();
    }

    private static HaproxyProcess.Builder haproxy(String format) {
        return HaproxyProcess.builder().config(CONFIG).value("format", format);
    }

    private static ExporterProcess exporter(HaproxyProcess haproxy) {
        return ExporterProcess.start(
                "--haproxy.scrape-uri=" + haproxy.scrapeUri(), "--haproxy.events-ring=transitions");
    }

    @ParameterizedTest
    @MethodSource("flavors")
    void flapsBetweenTwoScrapes_areCountedAndTold(HaproxyFlavor flavor) {
        try (HaproxyProcess haproxy = haproxy("timed").flavor(flavor).start();
                ExporterProcess exporter = exporter(haproxy)) {
            exporter.families();
            flap(haproxy, "web1");
            flap(haproxy, "web1");

            List<JsonNode> events = awaitEvents(exporter, 4);
            assertThat(events)
                    .extracting(event -> event.path("to").asText())
                    .containsExactly("UP", "DOWN", "UP", "DOWN");
            assertThat(events).allSatisfy(event -> {
                assertThat(event.path("server").asText()).isEqualTo("web1");
                assertThat(event.path("reason").asText()).isEqualTo("changed from CLI");
                assertThat(event.path("source").asText()).isEqualTo("ring");
            });
            assertThat(exporter.families().get("haproxy_server_events_total").samples())
                    .filteredOn(sample -> sample.labels().get("event").equals("down"))
                    .singleElement()
                    .satisfies(sample -> assertThat(sample.value()).isEqualTo(2));
            assertThat(exporter.log()).contains("server web1 of backend shop went DOWN: changed from CLI");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "timed", "iso", "rfc3164", "rfc5424"})
    void reloadsWithFlapsInBetween_loseNothingAndTellNothingTwice(String format) {
        try (HaproxyProcess haproxy = haproxy(format).start();
                ExporterProcess exporter = exporter(haproxy)) {
            flap(haproxy, "web1");
            awaitEvents(exporter, 2);
            int reloads = format.equals("timed") ? Integer.getInteger("ring.reloads", 20) : 3;
            for (int i = 0; i < reloads; i++) {
                flap(haproxy, i % 2 == 0 ? "web1" : "web2");
                haproxy.reload();
                flap(haproxy, "web1");
                // A process that nobody had the time to connect to takes its ring along.
                assertThat(awaitEvents(exporter, 4 * i + 6)).hasSize(4 * i + 6);
            }
        }
    }

    @Test
    void missingRing_isOneLine_andTheRestWorks() {
        try (HaproxyProcess haproxy = haproxy("timed").start();
                ExporterProcess exporter = ExporterProcess.start(
                        "--haproxy.scrape-uri=" + haproxy.scrapeUri(), "--haproxy.events-ring=nope")) {
            await().untilAsserted(() -> assertThat(collectorSuccess(exporter)).isZero());
            haproxy.socket().change("set server shop/web1 health down");
            assertThat(exporter.families().get("haproxy_up").value()).isEqualTo(1);
            assertThat(awaitEvents(exporter, 1).get(0).path("source").asText()).isEqualTo("scrape");
            assertThat(exporter.log()).containsOnlyOnce("add a section 'ring nope' and 'log ring@nope local0 notice'");
        }
    }

    @Test
    void levelUser_isOneLine_andTheRestWorks() {
        try (HaproxyProcess haproxy = haproxy("timed").socketLevel("user").start();
                ExporterProcess exporter = exporter(haproxy)) {
            await().untilAsserted(() -> assertThat(collectorSuccess(exporter)).isZero());
            assertThat(exporter.families().get("haproxy_up").value()).isEqualTo(1);
            assertThat(exporter.log()).containsOnlyOnce("set 'level operator' on its 'stats socket' line");
        }
    }

    @Test
    void heldHaproxy_isFollowedAgainWhenItGoesOn() {
        try (HaproxyProcess haproxy = haproxy("timed").start();
                ExporterProcess exporter = ExporterProcess.start(
                        "--haproxy.scrape-uri=" + haproxy.scrapeUri(),
                        "--haproxy.events-ring=transitions",
                        "--haproxy.timeout=500ms")) {
            flap(haproxy, "web1");
            awaitEvents(exporter, 2);
            haproxy.pause();
            await().untilAsserted(() ->
                    assertThat(exporter.families().get("haproxy_up").value()).isZero());
            haproxy.resume();
            haproxy.awaitReady();
            flap(haproxy, "web2");
            assertThat(awaitEvents(exporter, 4)).hasSize(4);
        }
    }

    @Test
    void fullRing_losesTheOldestAndGoesOn() {
        try (HaproxyProcess haproxy =
                        HaproxyProcess.start(CONFIG.replace("{{format}}", "raw").replace("65536", "16384"));
                ExporterProcess exporter = exporter(haproxy)) {
            flap(haproxy, "web1");
            awaitEvents(exporter, 2);
            exporter.process().signal("STOP");
            for (int i = 0; i < 200; i++) {
                flap(haproxy, "web1");
            }
            exporter.process().signal("CONT");
            flap(haproxy, "web2");
            List<JsonNode> events = await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> events(exporter),
                            found -> found.stream()
                                    .anyMatch(event ->
                                            event.path("server").asText().equals("web2")));
            assertThat(events).hasSizeLessThanOrEqualTo(404);
        }
    }

    @Test
    void history_readsTheRingItself() throws IOException {
        try (HaproxyProcess haproxy = haproxy("timed").start()) {
            flap(haproxy, "web1");
            flap(haproxy, "web2");
            Finished json = history(haproxy, "shop/web2", "--json", "--since=1h");
            assertThat(json.exitCode()).isZero();
            JsonNode document = new ObjectMapper().readTree(json.out());
            assertThat(document.path("events")).hasSize(2);
            assertThat(SCHEMA.validate(document)).isEmpty();

            Finished table = history(haproxy, "shop");
            assertThat(table.out().lines().toList()).hasSize(5);
            assertThat(table.out()).contains("TIME", "changed from CLI");

            Finished missing = history(haproxy, "--haproxy.events-ring=nope");
            assertThat(missing.exitCode()).isEqualTo(2);
        }
    }

    private static Finished history(HaproxyProcess haproxy, String... arguments) {
        List<String> all = new ArrayList<>(List.of("history", "--haproxy.scrape-uri=" + haproxy.scrapeUri()));
        if (List.of(arguments).stream().noneMatch(argument -> argument.contains("events-ring"))) {
            all.add("--haproxy.events-ring=transitions");
        }
        all.addAll(List.of(arguments));
        return ExporterProcess.run(all.toArray(String[]::new));
    }

    private static double collectorSuccess(ExporterProcess exporter) {
        return exporter.families().get("haproxy_exporter_collector_success").value("collector", "events");
    }

    private static void flap(HaproxyProcess haproxy, String server) {
        haproxy.socket().change("set server shop/" + server + " health down");
        haproxy.socket().change("set server shop/" + server + " health up");
    }

    private static List<JsonNode> awaitEvents(ExporterProcess exporter, int count) {
        return await().atMost(Duration.ofSeconds(20)).until(() -> events(exporter), events -> events.size() >= count);
    }

    private static List<JsonNode> events(ExporterProcess exporter) {
        try {
            List<JsonNode> events = new ArrayList<>();
            JsonNode document = new ObjectMapper()
                    .readTree(exporter.scrape("/api/v1/events?backend=shop").body());
            assertThat(SCHEMA.validate(document)).isEmpty();
            document.path("events").forEach(events::add);
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
