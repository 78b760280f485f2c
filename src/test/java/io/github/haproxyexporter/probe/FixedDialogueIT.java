package io.github.haproxyexporter.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.haproxycfg.ConfigReader;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.testing.HaproxyProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real HAProxy and the repeated check ask the same recording server: both must say the same bytes and come to the same verdict. */
class FixedDialogueIT {
    private static final String PASSES = "";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Connections after which each kind that a check makes has been there. */
    private static final int SOME_CHECKS = 4;

    private static final String MYSQL_HELLO = packet(0, "\n8.0.30\0more");
    private static final String MYSQL_OK = packet(2, "\0\0\0\2\0\0\0");

    private static final List<Case> CASES = List.of(
            new Case("mysql", "option mysql-check", MYSQL_HELLO, List.of(), PASSES, "L7OK"),
            new Case(
                    "mysql_blocked",
                    "option mysql-check",
                    packet(0, "\u00ffi\4Host is blocked"),
                    List.of(),
                    "wrong_status",
                    "L7STS"),
            new Case("mysql_user", "option mysql-check user ha", MYSQL_HELLO, List.of(MYSQL_OK), PASSES, "L7OK"),
            new Case("mysql_old", "option mysql-check user ha pre-41", MYSQL_HELLO, List.of(MYSQL_OK), PASSES, "L7OK"),
            new Case(
                    "mysql_denied",
                    "option mysql-check user ha",
                    MYSQL_HELLO,
                    List.of(packet(2, "\u00ff\25\4#28000Access denied")),
                    "wrong_status",
                    "L7STS"),
            new Case("mysql_ssh", "option mysql-check", "SSH-2.0-x\r\n", List.of(), "wrong_protocol", "L7TOUT"),
            new Case("pgsql", "option pgsql-check user ha", "", List.of(hex("520000000800000000")), PASSES, "L7OK"),
            new Case(
                    "pgsql_scram",
                    "option pgsql-check user ha",
                    "",
                    List.of(hex("52000000170000000a534352414d0000")),
                    PASSES,
                    "L7OK"),
            new Case(
                    "pgsql_unknown",
                    "option pgsql-check user ha",
                    "",
                    List.of(hex("5200000008000000ff")),
                    "wrong_content",
                    "L7STS"),
            new Case(
                    "pgsql_denied",
                    "option pgsql-check user ha",
                    "",
                    List.of(hex("450000002a") + "SFATAL\0C28000\0Mrole \"ha\" does not exist\0\0"),
                    "wrong_status",
                    "L7RSP"),
            new Case("pgsql_smtp", "option pgsql-check user ha", "220 mail\r\n", List.of(), "wrong_protocol", "L7STS"),
            new Case("ldap", "option ldap-check", "", List.of(hex("300c02010161070a010004000400")), PASSES, "L7OK"),
            new Case(
                    "ldap_long",
                    "option ldap-check",
                    "",
                    List.of(hex("3084000000100201016184000000070a010004000400")),
                    PASSES,
                    "L7OK"),
            new Case(
                    "ldap_refused",
                    "option ldap-check",
                    "",
                    List.of(hex("300c02010161070a013104000400")),
                    "wrong_status",
                    "L7STS"),
            new Case(
                    "ldap_http",
                    "option ldap-check",
                    "",
                    List.of("HTTP/1.0 400 Bad Request\r\n"),
                    "wrong_protocol",
                    "L7RSP"),
            new Case("tls_hello", "option ssl-hello-chk", "", List.of(hex("160300004a0200")), PASSES, "L6OK"),
            new Case("tls_alert", "option ssl-hello-chk", "", List.of(hex("15030100020228")), PASSES, "L6OK"),
            new Case(
                    "tls_http",
                    "option ssl-hello-chk",
                    "",
                    List.of("HTTP/1.0 400 Bad Request\r\n"),
                    "tls_failure",
                    "L6RSP"),
            new Case("redis", "option redis-check", "", List.of("+PONG\r\n"), PASSES, "L7OK"),
            new Case(
                    "redis_login",
                    "option redis-check",
                    "",
                    List.of("-NOAUTH login first\r\n"),
                    "wrong_content",
                    "L7TOUT"),
            new Case("redis_ssh", "option redis-check", "SSH-2.0-x\r\n", List.of(), "wrong_protocol", "L7TOUT"),
            new Case("smtp", "option smtpchk", "220 mail\r\n", List.of("250 hi\r\n", "221 bye\r\n"), PASSES, "L7OK"),
            new Case(
                    "smtp_ehlo",
                    "option smtpchk EHLO example.org",
                    "220 mail\r\n",
                    List.of("250-hi\r\n250 SIZE\r\n", "221 bye\r\n"),
                    PASSES,
                    "L7OK"),
            new Case("smtp_closed", "option smtpchk", "554 no service\r\n", List.of(), "wrong_status", "L7STS"),
            new Case("smtp_lines", "option smtpchk", "220-mail\r\n220 hi\r\n", List.of(), "wrong_protocol", "L7RSP"),
            new Case("smtp_ssh", "option smtpchk", "SSH-2.0-x\r\n", List.of(), "wrong_protocol", "L7RSP"),
            new Case(
                    "proxy_1",
                    "option httpchk GET /x",
                    "",
                    List.of("HTTP/1.0 200 OK\r\n\r\n"),
                    PASSES,
                    "L7OK",
                    "send-proxy"),
            new Case(
                    "proxy_2",
                    "option httpchk GET /x",
                    "",
                    List.of("HTTP/1.0 200 OK\r\n\r\n"),
                    PASSES,
                    "L7OK",
                    "send-proxy-v2"),
            new Case(
                    "two_connections",
                    "option tcp-check\n tcp-check connect\n tcp-check send PING\\r\\n\n tcp-check expect string +PONG\n"
                            + " tcp-check expect rstring ONG.*\n tcp-check connect\n tcp-check send-binary 494e464f0d0a\n"
                            + " tcp-check expect string master",
                    "",
                    List.of("+PONG\r\n"),
                    "wrong_content",
                    "L7TOUT"),
            new Case(
                    "two_requests",
                    "option httpchk\n http-check connect\n http-check send uri /a\n http-check expect status 200\n"
                            + " http-check connect\n http-check send uri /b ver HTTP/1.1 hdr host b\n"
                            + " http-check expect status 204",
                    "",
                    List.of("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
                    "wrong_status",
                    "L7STS"));

    private static final Map<String, Recorder> RECORDERS = new LinkedHashMap<>();
    private static Optional<HaproxyProcess> haproxy = Optional.empty();

    /** One check: what HAProxy is told, what the server says first and then to each thing it hears, and both verdicts. */
    private record Case(
            String name,
            String lines,
            String greeting,
            List<String> answers,
            String cause,
            String status,
            String server) {
        Case(String name, String lines, String greeting, List<String> answers, String cause, String status) {
            this(name, lines, greeting, answers, cause, status, "");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() {
        StringBuilder config = new StringBuilder("""
                defaults
                    mode tcp
                    timeout connect 1s
                    timeout client 5s
                    timeout server 5s
                    timeout check 5s
                    default-server inter 500ms fall 1 rise 1
                frontend f
                    bind 127.0.0.1:{{port:f}}
                    default_backend mysql
                """);
        for (Case each : CASES) {
            Recorder recorder = Recorder.start(
                    bytes(each.greeting()),
                    each.answers().stream().map(FixedDialogueIT::bytes).toList());
            RECORDERS.put(each.name(), recorder);
            config.append("backend ")
                    .append(each.name())
                    .append("\n ")
                    .append(each.lines())
                    .append(each.status().equals("L7TOUT") ? "\n timeout check 2s" : "")
                    .append("\n server s 127.0.0.1:");
            config.append(recorder.port())
                    .append(" check ")
                    .append(each.server())
                    .append('\n');
        }
        haproxy = Optional.of(HaproxyProcess.start(config.toString()));
    }

    @AfterAll
    static void stop() {
        haproxy.ifPresent(HaproxyProcess::close);
        RECORDERS.values().forEach(Recorder::close);
    }

    static Stream<Case> cases() {
        return CASES.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void repeatedCheck_saysAndFindsWhatHaproxyDoes(Case each) throws Exception {
        HaproxyProcess running = haproxy.orElseThrow();
        Recorder recorder = RECORDERS.get(each.name());
        running.awaitColumn(
                each.name(),
                "s",
                "check_status",
                status -> status.replace("* ", "").equals(each.status()));
        Awaitility.await().atMost(PATIENCE).until(() -> recorder.ended() >= SOME_CHECKS);
        Set<String> asked = recorder.conversations();
        recorder.forget();
        HaproxyConfig config = ConfigReader.read(List.of(running.configFile()), Map.of(), Optional.empty());
        Proxy backend = config.backend(each.name()).orElseThrow();

        // HAProxy goes on checking meanwhile; every conversation with it is the same.
        ProbeResult here =
                Prober.probe(PlanMaker.of(backend, backend.server("s").orElseThrow(), Optional.empty())
                        .orElseThrow());

        assertThat(here.failure().map(Cause::label).orElse(PASSES))
                .as(here.toString())
                .isEqualTo(each.cause());
        assertThat(here.whole()).as("nothing is left out: %s", here.notes()).isTrue();
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(recorder.conversations()).isEqualTo(asked));
    }

    private static String packet(int sequence, String body) {
        return new String(new char[] {(char) body.length(), 0, 0, (char) sequence}) + body;
    }

    private static String hex(String digits) {
        return new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
