package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.Programs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each command that diagnose gives to bring servers back is run as it stands, and the servers are UP after it. */
class AdvisedCommandsIT {
    private static final HaproxyProcess HAPROXY = HaproxyProcess.start("""
            defaults
                mode http
                timeout connect 1s
                timeout client 5s
                timeout server 5s
                default-server check inter 500ms
            frontend app
                bind 127.0.0.1:{{port:app}}
                http-request return status 200
            backend drained
                server s 127.0.0.1:{{port:app}}
                server t 127.0.0.1:{{port:app}}
            backend maintained
                server s 127.0.0.1:{{port:app}}
            backend disabled
                server s 127.0.0.1:{{port:app}} disabled
            backend weightless
                server s 127.0.0.1:{{port:app}} weight 50
                server t 127.0.0.1:{{port:app}} weight 50
            """);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is done to the servers of a backend, and what HAProxy then says of them. */
    record Situation(String backend, List<String> servers, String command, String state) {}

    static Stream<Situation> situations() {
        return Stream.of(
                new Situation("drained", List.of("s", "t"), "set server %s state drain", "DRAIN"),
                new Situation("maintained", List.of("s"), "set server %s state maint", "MAINT"),
                new Situation("disabled", List.of("s"), "", "MAINT"),
                new Situation("weightless", List.of("s", "t"), "set server %s weight 0", "UP"));
    }

    @AfterAll
    static void stop() {
        HAPROXY.close();
    }

    @ParameterizedTest
    @MethodSource("situations")
    void advisedCommand_bringsTheServersBack(Situation situation) throws IOException {
        for (String server : situation.servers()) {
            String name = situation.backend() + "/" + server;
            if (!situation.command().isEmpty()) {
                HAPROXY.awaitStatus(situation.backend(), server, "UP");
                HAPROXY.socket().change(String.format(situation.command(), name));
            }
            HAPROXY.awaitStatus(situation.backend(), server, situation.state());
        }
        List<String> commands = commands(diagnose(situation.backend(), 1));
        assertThat(commands).isNotEmpty();

        for (String command : commands) {
            Ran ran = Ran.arguments(words(command));
            assertThat(ran.exitCode()).as(command + "\n" + ran.err()).isZero();
        }

        for (String server : situation.servers()) {
            HAPROXY.awaitStatus(situation.backend(), server, "UP");
            assertThat(HAPROXY.socket().column(situation.backend(), server, "weight"))
                    .isNotEqualTo("0");
        }
        assertThat(commands(diagnose(situation.backend(), 0))).isEmpty();
    }

    private static JsonNode diagnose(String backend, int exitCode) throws IOException {
        Ran ran = Ran.arguments(
                "diagnose",
                backend,
                "--haproxy.scrape-uri",
                HAPROXY.scrapeUri(),
                "--haproxy.config",
                HAPROXY.configFile().toString(),
                "--json");
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(exitCode);
        return JSON.readTree(ran.out());
    }

    private static List<String> commands(JsonNode diagnosis) {
        List<String> commands = new ArrayList<>();
        diagnosis
                .path("servers")
                .forEach(server -> server.path("actions").forEach(action -> {
                    String text = action.path("text").asText();
                    if (action.path("kind").asText().equals("run") && text.startsWith("haproxy-exporter ")) {
                        commands.add(text);
                    }
                }));
        return commands.stream().distinct().toList();
    }

    /** The arguments that a shell gives to the program. */
    private static String[] words(String command) {
        return Finished.run(
                        Programs.find("bash").toString(),
                        "-c",
                        "haproxy-exporter() { printf '%s\\n' \"$@\"; }; " + command)
                .orThrow()
                .out()
                .lines()
                .toArray(String[]::new);
    }
}
