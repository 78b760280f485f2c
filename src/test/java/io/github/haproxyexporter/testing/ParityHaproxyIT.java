package io.github.haproxyexporter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParityHaproxyIT {
    private static final String FLAVORS = "io.github.haproxyexporter.testing.HaproxyFlavor#all()";

    @ParameterizedTest
    @MethodSource(FLAVORS)
    void config_isValid(HaproxyFlavor flavor) {
        assertThat(ParityHaproxy.check(flavor).orThrow().exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource(FLAVORS)
    void start_showsEveryStateAndCheckResult(HaproxyFlavor flavor) {
        try (ParityHaproxy parity = ParityHaproxy.start(flavor)) {
            HaproxySocket socket = parity.haproxy().socket();
            Map<String, String> checks = column(socket, "checks", "check_status");

            assertThat(checks)
                    .containsEntry("l7ok", "L7OK")
                    .containsEntry("l7sts", "L7STS")
                    .containsEntry("l4con", "L4CON")
                    .containsEntry("l4tout", "L4TOUT")
                    .containsEntry("l7tout", "L7TOUT")
                    .containsEntry("l6rsp", "L6RSP")
                    .containsEntry("l6tout", "L6TOUT");
            assertThat(column(socket, "layers", "check_status"))
                    .containsEntry("l4ok", "L4OK")
                    .containsEntry("l6ok", "L6OK");
            assertThat(column(socket, "content", "check_status"))
                    .containsEntry("right", "L7OK")
                    .containsEntry("wrong", "L7RSP");
            assertThat(column(socket, "checks", "status"))
                    .containsEntry("l7ok", "UP")
                    .containsEntry("l4con", "DOWN")
                    .containsEntry("garbage", "DOWN")
                    .containsEntry("tracksup", "UP")
                    .containsEntry("tracksdown", "DOWN")
                    .containsEntry("spare", "UP");
            assertThat(column(socket, "states", "status"))
                    .containsEntry("configured", "MAINT")
                    .containsEntry("maint", "MAINT")
                    .containsEntry("tracksmaint", "MAINT (via states/configured)")
                    .containsEntry("drain", "DRAIN")
                    .containsEntry("draindown", "DOWN")
                    .containsEntry("drainfalling", "DRAIN 49/50")
                    .containsEntry("unweighted", "UP")
                    .containsEntry("nolb", "NOLB")
                    .containsEntry("nocheck", "no check")
                    .containsEntry("falling", "UP 49/50")
                    .containsEntry("rising", "DOWN 1/50")
                    .containsEntry("unknown", "MAINT (resolution)")
                    .containsEntry("known", "UP");
            assertThat(socket.column("states", "throttled", "throttle")).isNotEmpty();
            assertThat(column(socket, "agents", "status"))
                    .containsEntry("up", "UP")
                    .containsEntry("down", "DOWN (agent)")
                    .containsEntry("drain", "DRAIN (agent)")
                    .containsEntry("silent", "UP");
            assertThat(socket.status("paused", "FRONTEND")).isEqualTo("PAUSED");
            assertThat(socket.status("tcp-full", "one")).isEqualTo("FULL");
            assertThat(socket.column("queueing", "BACKEND", "qcur")).isEqualTo("1");
            assertThat(socket.column("queueing", "one", "qcur")).isEqualTo("1");
            assertThat(socket.status("alldown", "BACKEND")).isEqualTo("DOWN");
        }
    }

    @ParameterizedTest
    @MethodSource(FLAVORS)
    void traffic_movesCountersThenRests(HaproxyFlavor flavor) {
        try (ParityHaproxy parity = ParityHaproxy.start(flavor)) {
            parity.traffic();

            Map<String, String> web =
                    parity.haproxy().socket().row("web", "FRONTEND").orElseThrow();
            assertThat(positive(web))
                    .contains(
                            "hrsp_2xx",
                            "hrsp_3xx",
                            "hrsp_4xx",
                            "hrsp_5xx",
                            "dreq",
                            "ereq",
                            "dcon",
                            "dses",
                            "comp_in",
                            "comp_out",
                            "comp_rsp",
                            "cache_lookups",
                            "cache_hits",
                            "intercepted",
                            "h1_total_connections",
                            "h2_total_connections",
                            "ssl_sess",
                            "ssl_failed_handshake");
            assertThat(positive(
                            parity.haproxy().socket().row("retrying", "BACKEND").orElseThrow()))
                    .contains("wredis");
            assertThat(positive(
                            parity.haproxy().socket().row("refused", "BACKEND").orElseThrow()))
                    .contains("econ", "wretr");
            assertThat(positive(
                            parity.haproxy().socket().row("broken", "BACKEND").orElseThrow()))
                    .contains("eresp", "srv_abrt");
            assertThat(positive(parity.haproxy().socket().row("web", "second").orElseThrow()))
                    .contains("stot");
            Map<String, Family> promex = ExpositionParser.text(parity.promex("").body());
            assertThat(promex)
                    .containsKeys("haproxy_server_status", "haproxy_sticktable_used", "haproxy_process_nbthread");
        }
    }

    @ParameterizedTest
    @MethodSource(FLAVORS)
    void rest_twoScrapesOfEachExporter_agree(HaproxyFlavor flavor) {
        try (ParityHaproxy parity = ParityHaproxy.start(flavor);
                GoExporter go = GoExporter.start(parity.scrapeUri())) {
            parity.traffic();
            Map<String, String> firstPromex = resting(parity.promex("extra-counters"));
            Map<String, String> firstGo = resting(go.scrape());

            parity.awaitRest();

            assertThat(firstPromex).hasSizeGreaterThan(4000);
            assertThat(changes(firstPromex, resting(parity.promex("extra-counters"))))
                    .isEmpty();
            assertThat(firstGo).hasSizeGreaterThan(1000);
            assertThat(changes(firstGo, resting(go.scrape()))).isEmpty();
        }
    }

    private static List<String> changes(Map<String, String> before, Map<String, String> after) {
        Set<String> series = new TreeSet<>(before.keySet());
        series.addAll(after.keySet());
        return series.stream()
                .filter(name -> !before.getOrDefault(name, "none").equals(after.getOrDefault(name, "none")))
                .map(name -> name + " " + before.get(name) + " -> " + after.get(name))
                .toList();
    }

    private static Map<String, String> resting(HttpAnswer answer) {
        Map<String, String> values = new TreeMap<>();
        ExpositionParser.text(
                answer.body(),
                family -> family.samples().stream()
                        .filter(ParityHaproxy::rests)
                        .forEach(sample -> values.put(sample.series(), sample.text())));
        return values;
    }

    private static List<String> positive(Map<String, String> row) {
        return row.entrySet().stream()
                .filter(entry -> entry.getValue().matches("[1-9]\\d*"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, String> column(HaproxySocket socket, String proxy, String column) {
        return socket.rows().stream()
                .filter(row -> proxy.equals(row.get("pxname")))
                .collect(Collectors.toMap(row -> row.getOrDefault("svname", ""), row -> row.getOrDefault(column, "")));
    }
}
