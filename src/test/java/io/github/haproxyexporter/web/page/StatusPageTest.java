package io.github.haproxyexporter.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.InProcessExporter;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusPageTest {

    private static final String TABLE = """
            # pxname,svname,type,status,weight,act,bck,lastchg,chkdown,scur,slim,qcur,rate,mode,check_status,check_code,check_duration,last_chk,tracked,hrsp_2xx,hrsp_5xx,
            web,FRONTEND,0,OPEN,,,,,,7,2000,,3,http,,,,,,90,10,
            shop,web1,2,UP,1,1,0,100,0,4,,0,1,http,L7OK,200,2,,,90,0,
            shop,web2,2,DOWN,1,1,0,60,3,0,,0,0,http,L7STS,503,1,%s,,0,10,
            shop,web3,2,DOWN 1/2,1,1,0,61,3,0,,0,0,http,L7STS,503,1,busy,,0,0,
            shop,old,2,DOWN,1,1,0,6000,1,0,,0,0,http,L4CON,,0,Connection refused,,0,0,
            shop,rest,2,MAINT,1,1,0,10,0,0,,0,0,http,,,,,,0,0,
            shop,weak,2,UP 1/3,1,1,0,100,0,0,,0,1,http,L7TOUT,,2000,,,0,0,
            shop,BACKEND,1,UP,2,2,0,100,0,4,200,5,1,http,,,,,,90,10,
            zoo,BACKEND,1,DOWN,0,0,0,30,1,0,200,0,0,http,,,,,,0,0,
            """;

    private static StubSocket haproxy(String said) {
        return StubSocket.unix(
                Dump.of(TABLE.formatted(said)).with("show servers state", """
                        1
                        # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_fqdn srv_port
                        3 shop 1 web2 10.0.0.2 0 0 - 8080
                        3 shop 2 rest 10.0.0.3 0 1 - 8080
                        """).script());
    }

    @Test
    void status_ofSeveralStates_isWhatTheSchemaSays() throws IOException {
        try (StubSocket haproxy = haproxy("busy");
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri()).start()) {
            HttpAnswer answer = exporter.get("/api/v1/status");

            assertThat(answer.header("Content-Type")).contains("application/json");
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(Files.readString(Path.of("docs/status.schema.json")))
                            .validate(answer.text(), InputFormat.JSON))
                    .isEmpty();
            JsonNode target = new ObjectMapper().readTree(answer.text()).at("/targets/0");
            assertThat(target.at("/up").asBoolean()).isTrue();
            assertThat(target.at("/frontends/0").toString())
                    .isEqualTo("{\"frontend\":\"web\",\"status\":\"OPEN\",\"sessions\":7,\"session_limit\":2000,"
                            + "\"sessions_per_second\":3,\"error_share\":0.1}");
            JsonNode shop = target.at("/backends/0");
            assertThat(shop.at("/queue").asInt()).isEqualTo(5);
            JsonNode web2 = shop.at("/servers/1");
            assertThat(web2.at("/state").asText()).isEqualTo("DOWN");
            assertThat(web2.at("/reason").asText()).isEqualTo("Layer7 wrong status, HTTP 503 (busy)");
            assertThat(web2.at("/cause").asText()).isEqualTo("wrong_status");
            assertThat(web2.at("/address").asText()).isEqualTo("10.0.0.2:8080");
            assertThat(web2.at("/times_down").asInt()).isEqualTo(3);
            assertThat(shop.at("/servers/4/cause").asText()).isEqualTo("command");
            assertThat(target.at("/backends/1/serves_nobody").asBoolean()).isTrue();
        }
    }

    @Test
    void page_ofSeveralStates_groupsWhatFellTogetherAndSaysWhatIsDegraded() {
        try (StubSocket haproxy = haproxy("busy");
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri()).start()) {
            String page = exporter.get("/").text();

            assertThat(page)
                    .contains("<title>✕ 3 DOWN – HAProxy</title>", "<b>zoo</b> serves nobody", "2 DOWN since")
                    .contains("Layer4 connection problem (Connection refused)", "UP 1/3", ">MAINT<")
                    .doesNotContain("Nothing is wrong");
            assertThat(page.split("<article", -1)).as("two groups").hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<img src=x onerror=alert(1)>", "'><script>alert(1)</script>", "a & b"})
    void page_hostileCheckText_isText(String said) {
        try (StubSocket haproxy = haproxy(said);
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri()).start()) {
            String page = exporter.get("/").text();

            assertThat(page).doesNotContain(said).doesNotContain("<img", "<script>");
            assertThat(page)
                    .contains(said.replace("&", "&amp;")
                            .replace("<", "&lt;")
                            .replace(">", "&gt;")
                            .replace("'", "&#x27;")
                            .replace("=", "&#x3D;"));
        }
    }

    @Test
    void page_spareSlotsOfATemplate_areNotDegraded_andSaysWhoTookTheOthersOut() {
        String table = """
                # pxname,svname,type,status,weight,act,bck,lastchg,mode,
                shop,web1,2,UP,1,1,0,100,http,
                shop,web2,2,MAINT (resolution),1,1,0,100,http,
                shop,rest,2,MAINT,1,1,0,100,http,
                shop,gone1,2,MAINT (resolution),1,1,0,100,http,
                shop,BACKEND,1,UP,1,1,0,100,http,
                """;
        String states = """
                1
                # be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_fqdn srv_port
                3 shop 1 web1 10.0.0.2 2 0 web.example 8080
                3 shop 2 web2 - 0 32 web.example 8080
                3 shop 3 rest 10.0.0.3 0 1 - 8080
                3 shop 4 gone1 - 0 32 gone.example 8080
                """;
        try (StubSocket haproxy = StubSocket.unix(
                        Dump.of(table).with("show servers state", states).script());
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri()).start()) {
            String page = exporter.get("/").text();
            String degraded = page.substring(page.indexOf("id=\"degraded\""), page.indexOf("id=\"targets\""));

            assertThat(degraded)
                    .contains(
                            "<td>rest</td>",
                            "<td>by command</td>",
                            "<td>gone1</td>",
                            "<td>its name has no address</td>")
                    .doesNotContain("web2");
        }
    }

    @Test
    void status_timesThatCannotBe_areNull() throws IOException {
        String table = """
                # pxname,svname,type,status,lastchg,mode,
                shop,web1,2,DOWN,999999999999999999,http,
                shop,BACKEND,1,DOWN,60,http,
                """;
        try (StubSocket haproxy = StubSocket.unix(Dump.of(table).script());
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri()).start()) {
            HttpAnswer answer = exporter.get("/api/v1/status");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(new ObjectMapper()
                            .readTree(answer.text())
                            .at("/targets/0/backends/0/servers/0/since")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void command_ofANameThatBeginsWithADash_isNoOption() {
        String table = """
                # pxname,svname,type,status,lastchg,mode,
                -shop,web1,2,DOWN,60,http,
                -shop,BACKEND,1,DOWN,60,http,
                """;
        try (StubSocket haproxy = StubSocket.unix(Dump.of(table).script());
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri()).start()) {
            assertThat(exporter.get("/").text()).contains("&#x27; -- &#x27;-shop/web1&#x27;</code>");
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 200", "4294967295, 200", "-1, 400"})
    void events_ofAnyLimit_areAnsweredOrRefused(String limit, int status) {
        try (StubSocket haproxy = haproxy("busy");
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri()).start()) {
            assertThat(exporter.get("/api/v1/events?limit=" + limit).status()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page.js", "/api/v1/status", "/api/v1/events", "/sd"})
    void start_metricsInThePlaceOfSomethingElse_isRefused(String path) {
        try (StubSocket haproxy = haproxy("busy")) {
            InProcessExporter.Builder exporter =
                    InProcessExporter.of(haproxy.uri()).telemetryPath(path);

            assertThatThrownBy(exporter::start).hasMessageContaining("cannot serve metrics at " + path);
        }
    }

    @Test
    void looks_withinTheInterval_shareOneReading() {
        try (StubSocket haproxy = haproxy("busy");
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri()).start()) {
            assertThat(haproxy.connections()).as("nobody looks").isZero();
            exporter.get("/");
            int connections = haproxy.connections();
            for (int i = 0; i < 20; i++) {
                exporter.get(i % 2 == 0 ? "/" : "/api/v1/status");
            }

            assertThat(haproxy.connections()).isEqualTo(connections);
        }
    }

    @Test
    void page_unreadableHaproxy_saysWhy() throws IOException {
        try (StubSocket haproxy = StubSocket.unix(StubScript.sending("nonsense\n\n"));
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri()).start()) {
            assertThat(exporter.get("/").text()).contains("cannot be read", "nonsense", "Nothing of it has been read");
            JsonNode target = new ObjectMapper()
                    .readTree(exporter.get("/api/v1/status").text())
                    .at("/targets/0");
            assertThat(target.at("/up").asBoolean()).isFalse();
            assertThat(target.at("/error").asText()).contains("nonsense");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/status", "/page.css", "/page.js", "/page.svg"})
    void get_anyOfIt_allowsNothingFromElsewhere(String path) {
        try (StubSocket haproxy = haproxy("busy");
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri()).start()) {
            HttpAnswer answer = exporter.get(path);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.header("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.header("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy)
                            .contains("default-src 'none'", "frame-ancestors 'none'")
                            .doesNotContain("unsafe"));
        }
    }

    @Test
    void moment_ofAnotherDay_hasItsDate() {
        Instant now = Instant.parse("2026-11-24T14:02:11Z");

        assertThat(new Moment(now.minusSeconds(192), now).clock()).isEqualTo("13:58:59");
        assertThat(new Moment(now.minusSeconds(192), now).elapsed()).isEqualTo("3m12s");
        assertThat(new Moment(now.minusSeconds(200_000), now).clock()).isEqualTo("22 Nov 2026 06:28");
    }
}
