package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.haproxyexporter.diagnose.FailingServers;
import io.github.haproxyexporter.stats.Cause;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thirty ways to be down, each behind a real HAProxy, and each must get its cause. */
class DiagnoseCommandIT {
    private static final Path SCHEMA = Path.of("docs/diagnose.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static FailingServers servers = new FailingServers();
    private static JsonNode diagnosis = JSON.createObjectNode();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void diagnose() throws IOException {
        servers.awaitDown();
        Path log = servers.haproxy()
                .directory()
                .write("haproxy.log", servers.haproxy().process().output());
        DiagnoseCommandIT test = new DiagnoseCommandIT();
        assertThat(test.run("--haproxy.config", config(), "--haproxy.log", log.toString(), "--json"))
                .as(test.err.toString())
                .isEqualTo(1);
        diagnosis = JSON.readTree(test.out.toString());
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    static Stream<Map.Entry<String, Cause>> causes() {
        return FailingServers.causes().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("causes")
    void failure_getsItsCause(Map.Entry<String, Cause> expected) {
        JsonNode server = server(expected.getKey());
        assertThat(server.path("cause").asText())
                .as(server.toPrettyString())
                .isEqualTo(expected.getValue().label());
        assertThat(server.path("evidence"))
                .as("evidence of %s", expected.getKey())
                .isNotEmpty();
        assertThat(server.path("actions")).as("advice on %s", expected.getKey()).isNotEmpty();
    }

    @Test
    void json_isWhatTheSchemaSays() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA));
        assertThat(schema.validate(diagnosis.toString(), InputFormat.JSON)).isEmpty();
        List<String> causes = new ArrayList<>();
        JSON.readTree(Files.readString(SCHEMA)).at("/$defs/cause/enum").forEach(cause -> causes.add(cause.asText()));
        assertThat(causes)
                .as("the schema's list of causes")
                .containsExactlyElementsOf(
                        Stream.of(Cause.values()).map(Cause::label).toList());
    }

    @Test
    void backendsThatServeNobody_areListed_andTheirServersInMaintenanceDescribed() {
        assertThat(server("maintenance").path("cause").asText()).isEqualTo("out_of_service");
        assertThat(server("maintenance").path("out_of_service").asText()).isEqualTo("configuration");
        Map<String, String> causes = new TreeMap<>();
        diagnosis
                .path("backends")
                .forEach(backend -> causes.put(
                        backend.path("backend").asText(), backend.path("cause").asText()));
        assertThat(causes).containsEntry("maintenance", "all_in_maintenance").containsEntry("closed_port", "all_down");
        assertThat(server("unknown_name").path("state").asText())
                .as("kept out by HAProxy and by nobody else: it is down")
                .isEqualTo("MAINT (resolution)");
        assertThat(causes).containsEntry("unknown_name", "all_down");
    }

    @Test
    void probe_showsWhatThePersonNeeds() {
        assertThat(server("redirect_301").at("/probe/location").asText()).isEqualTo("https://login.example.com/");
        assertThat(server("status_503").at("/probe/first_line").asText()).isEqualTo("the Database is away");
        assertThat(server("expired").at("/probe/certificate/subject").asText()).isEqualTo("CN=expired.example.com");
        assertThat(server("lost_request").path("evidence").toString()).contains("displace the request");
        assertThat(server("wrong_port").path("evidence").toString()).contains("the check goes to port");
        assertThat(server("host_needed").path("actions").toString())
                .contains("http-check send hdr Host www.example.com");
        assertThat(server("tracked").path("evidence").toString()).contains("it follows closed_port/s, which is DOWN");
        assertThat(server("client_certificate").at("/probe/status").asInt())
                .as("an answer comes only to those who show the certificate")
                .isEqualTo(200);
        assertThat(server("external").path("probe").isNull()).isTrue();
        assertThat(server("external").path("evidence").toString())
                .contains("an external check runs a program with HAProxy's rights, and diagnose runs none");
        assertThat(server("agent_down").at("/probe/summary").asText()).isEqualTo("the agent says 'down #out of disk'");
        assertThat(server("agent_down").at("/probe/cause").asText()).isEqualTo("agent_down");
        assertThat(server("closed_port").path("log").toString()).contains("Layer4 connection problem");
    }

    @Test
    void withoutProbe_connectsNowhere_andNamesWhatHaproxySaysAlone() throws IOException {
        assertThat(run("status_503", "--haproxy.config", config(), "--no-probe", "--json"))
                .isEqualTo(1);
        JsonNode only = JSON.readTree(out.toString()).path("servers");
        assertThat(only).hasSize(1);
        assertThat(only.get(0).path("probe").isNull()).isTrue();
        assertThat(only.get(0).path("cause").asText()).isEqualTo("wrong_status");
    }

    @Test
    void withoutConfiguration_triesTheConnection() throws IOException {
        assertThat(run("closed_port/s", "--json")).isEqualTo(1);
        JsonNode server = JSON.readTree(out.toString()).at("/servers/0");
        assertThat(server.at("/probe/cause").asText()).isEqualTo("connection_refused");
    }

    @Test
    void unknownName_exitsWith2_andSuggestsNearOnes() {
        assertThat(run("status_504")).isEqualTo(2);
        assertThat(err.toString())
                .contains("this HAProxy has no backend status_504; did you mean status_404, status_500, status_503?");
    }

    @Test
    void nothingDown_exitsWith0() {
        servers.haproxy().socket().change("set server maintenance/s state ready");
        servers.haproxy().socket().change("disable health maintenance/s");
        servers.haproxy().socket().change("set server maintenance/s health up");
        try {
            assertThat(run("maintenance")).as(out.toString()).isZero();
            assertThat(out.toString()).contains("Nothing is down.");
        } finally {
            servers.haproxy().socket().change("enable health maintenance/s");
            servers.haproxy().socket().change("set server maintenance/s state maint");
        }
    }

    private static JsonNode server(String backend) {
        for (JsonNode server : diagnosis.path("servers")) {
            if (server.path("backend").asText().equals(backend)) {
                return server;
            }
        }
        throw new AssertionError(
                "no " + backend + " in " + diagnosis.path("servers").findValuesAsText("backend"));
    }

    private static String config() {
        return servers.haproxy().configFile().toString();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("diagnose", "--haproxy.scrape-uri", servers.haproxy().scrapeUri()));
        all.addAll(List.of(arguments));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
