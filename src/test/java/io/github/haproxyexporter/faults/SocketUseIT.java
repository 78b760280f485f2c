package io.github.haproxyexporter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.HaproxyFlavor;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the daemon does to the socket: it only asks, and the lowest level is enough for all that it asks. */
class SocketUseIT {
    private static final String CONFIG = """
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s

            resolvers names
                nameserver one 127.0.0.1:{{port:dns}}

            frontend web
                bind 127.0.0.1:{{port:web}}
                option socket-stats
                default_backend shop

            backend shop
                cookie SRV insert
                stick-table type ip size 100
                server web1 127.0.0.1:{{port:closed}} cookie a
                server web2 127.0.0.1:{{port:closed}} check inter 100ms fall 1
            """;
    private static final List<String> QUERIES = List.of(
            "",
            "?extra-counters",
            "?no-maint",
            "?scope=",
            "?scope=global",
            "?scope=server&scope=backend",
            "?scope=listener&no-maint",
            "?scope=sticktable&scope=resolver",
            "?metrics=haproxy_server_up",
            "?scope=%3Bdisable%20server%20shop/web1&metrics=%0Adisable%20server%20shop/web1");

    static List<HaproxyFlavor> flavors() {
        return HaproxyFlavor.all();
    }

    @Test
    void anyQuery_sendsNothingButShow() throws IOException {
        try (HaproxyProcess haproxy = HaproxyProcess.builder().config(CONFIG).start();
                StubSocket recorder = StubSocket.unix(
                        connection -> connection.send(haproxy.socket().bytes(connection.readLine())))) {
            for (String profile : List.of("exporter", "promex")) {
                try (ExporterProcess exporter = ExporterProcess.start(
                        "--haproxy.scrape-uri=" + recorder.uri(), "--metrics.profile=" + profile)) {
                    QUERIES.forEach(query -> exporter.scrape("/metrics" + query));
                    List.of("/", "/-/healthy", "/-/ready", "/nothing").forEach(exporter::scrape);
                }
            }
            List<String> commands = recorder.commands().stream()
                    .flatMap(line -> Arrays.stream(line.split(";", -1)))
                    .toList();
            assertThat(commands)
                    .isNotEmpty()
                    .allMatch(
                            command -> command.matches(
                                    "show (info|table|resolvers|servers state|peers|ssl sni|ssl cert|stat( -?[0-9]+){0,3}( no-maint| typed)?)"));
            assertThat(commands).contains("show info", "show stat", "show table", "show resolvers");
        }
    }

    /** At level user HAProxy hides addresses, cookies and algorithms, none of which is served. */
    @ParameterizedTest
    @MethodSource("flavors")
    void levelUser_servesAllThatLevelAdminDoes(HaproxyFlavor flavor) {
        assertThat(series(flavor, "user")).isNotEmpty().isEqualTo(series(flavor, "admin"));
    }

    private static Map<String, Set<String>> series(HaproxyFlavor flavor, String level) {
        Map<String, Set<String>> all = new TreeMap<>();
        try (HaproxyProcess haproxy = HaproxyProcess.builder()
                .flavor(flavor)
                .config(CONFIG)
                .socketLevel(level)
                .start()) {
            haproxy.awaitStatus("shop", "web2", "DOWN");
            for (String profile : List.of("exporter", "promex")) {
                try (ExporterProcess exporter = ExporterProcess.start(
                        "--haproxy.scrape-uri=" + haproxy.scrapeUri(), "--metrics.profile=" + profile)) {
                    Map<String, Family> families = ExpositionParser.text(
                            exporter.scrape("/metrics?extra-counters").body());
                    assertThat(families.get("haproxy_up").value()).isEqualTo(1);
                    families.values().stream()
                            .filter(family -> family.name().startsWith("haproxy_"))
                            .forEach(family -> all.put(profile + " " + family.name(), series(family)));
                }
            }
        }
        return all;
    }

    /** Without the labels of a process that has just been started. */
    private static Set<String> series(Family family) {
        return family.samples().stream()
                .map(sample -> sample.name() + sample.labels().keySet())
                .collect(Collectors.toSet());
    }
}
