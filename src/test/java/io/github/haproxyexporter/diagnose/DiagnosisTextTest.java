package io.github.haproxyexporter.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.cli.report.DiagnosisJson;
import io.github.haproxyexporter.cli.report.DiagnosisText;
import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.diagnose.ServerView.CheckView;
import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.history.TransitionLog;
import io.github.haproxyexporter.probe.Cause;
import io.github.haproxyexporter.probe.ProbeResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a person reads; {@code -Dupdate=true} writes the golden files anew. */
class DiagnosisTextTest {
    private static final Path GOLDEN = Path.of("src/test/resources/diagnose");
    private static final HaproxyAddress SOCKET = HaproxyAddress.parse("unix:/run/haproxy/admin.sock");
    private static final String CONFIG = """
            backend shop
                mode http
                option httpchk GET /health HTTP/1.1
                http-check expect status 200
                timeout check 2s
                server web1 10.0.0.1:8080 check
                server web2 10.0.0.2:8080 check
            """;
    private static final CheckView NONE = new CheckView("", OptionalInt.empty(), OptionalLong.empty(), "", "");
    private static final CheckView REDIRECT =
            new CheckView("L7STS", OptionalInt.of(301), OptionalLong.of(4), "Moved Permanently", "Layer7 wrong status");

    @Test
    void text_isLaidOutIn80Columns() throws Exception {
        Diagnosis diagnosis = diagnosis();
        String text = DiagnosisText.write(diagnosis, new Page(Page.NARROW, false));
        assertGolden("diagnosis.txt", text);
        assertThat(text.lines().filter(line -> !isCommand(diagnosis, line)))
                .as("lines that are not there to be copied")
                .allMatch(line -> line.length() <= 80);
    }

    @Test
    void wideText_isNotWrapped() throws Exception {
        assertGolden("diagnosis.wide.txt", DiagnosisText.write(diagnosis(), new Page(Page.WIDE, false)));
    }

    @Test
    void json_ofTheSame_isStable() throws Exception {
        assertGolden("diagnosis.json", DiagnosisJson.write(diagnosis()));
    }

    @Test
    void colours_areOnlyThereOnDemand() throws Exception {
        assertThat(DiagnosisText.write(diagnosis(), new Page(Page.NARROW, true)))
                .contains("\u001b[1mshop/web1\u001b[0m is \u001b[31mDOWN\u001b[0m for 3m12s");
    }

    /** Whatever a server, a log or a configuration says, the page stays in 80 columns and steers no terminal. */
    @Test
    void hostileTexts_andLongNames_stayInTheirPlace() throws Exception {
        String evil = "\u001b[2J\u001b]0;x\u0007\u202e\u009b31m" + "x".repeat(300);
        String name = "payments-authorisation-europe-west-4-blue_https-and-so-on-and-so-on";
        CheckView check = new CheckView("L7STS", OptionalInt.of(503), OptionalLong.of(4), evil, evil);
        ServerView server = new ServerView(
                name,
                name,
                "DOWN 1/2",
                OptionalLong.of(99_999),
                OptionalLong.of(4),
                "0 of 4, up again at 2",
                false,
                check,
                NONE,
                Optional.empty(),
                Optional.empty());
        TransitionLog log = TransitionLog.read(new ByteArrayInputStream(
                ("Nov 22 21:00:00 lb haproxy[7]: Server " + name + "/" + name + " is DOWN, reason: " + evil + "\n")
                        .getBytes(StandardCharsets.UTF_8)));
        Diagnosis diagnosis = new Diagnostician(SOCKET, Optional.empty(), log, false)
                .diagnose(
                        new StatView(List.of(server), List.of(new BackendView(name, "DOWN", 0, 0, 1, 0, 1))),
                        each -> true,
                        each -> true);
        String text = DiagnosisText.write(diagnosis, new Page(Page.NARROW, false));
        assertThat(text).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}&&[^\\n]]");
        assertThat(text.lines().filter(line -> !isCommand(diagnosis, line))).allMatch(line -> line.length() <= 80);
        assertGolden("hostile.txt", text);
    }

    @Test
    void nothingDown_isSaidInOneLine() {
        Diagnosis nothing = new Diagnosis(List.of(), List.of(), List.of(), List.of());
        assertThat(DiagnosisText.write(nothing, new Page(Page.NARROW, false))).isEqualTo("Nothing is down.\n");
    }

    /** One server that a redirect takes down, with everything; one that follows it; and a backend in maintenance. */
    private static Diagnosis diagnosis() throws ConfigException, IOException, InterruptedException {
        HaproxyConfig config = ConfigReader.read("/etc/haproxy/haproxy.cfg", CONFIG, Map.of());
        ServerView redirected = server("shop", "web1", "DOWN", REDIRECT, Optional.empty());
        ServerView follower = server("api", "web1", "DOWN", NONE, Optional.of("shop/web1"));
        ServerView paused = server("old", "s", "MAINT", NONE, Optional.empty());
        StatView stats = new StatView(
                List.of(redirected, follower, paused),
                List.of(
                        new BackendView("shop", "UP", 1, 0, 1, 0, 2),
                        new BackendView("api", "DOWN", 0, 0, 1, 0, 1),
                        new BackendView("old", "DOWN", 0, 0, 0, 1, 1)));
        TransitionLog log = TransitionLog.read(new ByteArrayInputStream(
                ("Nov 22 21:00:00 lb haproxy[7]: Server shop/web1 is DOWN, reason: Layer7 wrong status, code: 301, info:"
                                + " \"Moved Permanently\", check duration: 4ms. 1 active and 0 backup servers left.\n")
                        .getBytes(StandardCharsets.UTF_8)));
        Diagnosis without = new Diagnostician(SOCKET, Optional.of(config), log, false)
                .diagnose(stats, server -> true, backend -> true);
        // The repeated check as it would have been, its times fixed.
        ProbeResult probe = new ProbeResult(
                "10.0.0.1:8080",
                List.of(
                        new ProbeResult.Step("connect", true, 1, ""),
                        new ProbeResult.Step("answer", false, 5, "HTTP 301, against 'http-check expect status 200'")),
                true,
                Optional.of(Cause.WRONG_STATUS),
                "HTTP 301, against 'http-check expect status 200'",
                OptionalInt.of(301),
                Optional.of("https://login.example.com/"),
                Optional.of("<h1>Moved</h1>"),
                Optional.of(new ProbeResult.Certificate(
                        "CN=a", "CN=b", Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"))),
                List.of());
        List<Diagnosis.OfServer> servers = new ArrayList<>(without.servers());
        Diagnosis.OfServer first = servers.get(0);
        List<String> evidence = Evidence.of(
                first.view(),
                Cause.WRONG_STATUS,
                Optional.of(probe),
                config.backend("shop"),
                config.server("shop", "web1"));
        Verdict verdict = new Verdict(
                Cause.WRONG_STATUS,
                Judge.summary(first.view(), Cause.WRONG_STATUS, Optional.of(probe), true),
                evidence);
        servers.set(
                0,
                new Diagnosis.OfServer(
                        first.view(), first.backend(), verdict, Optional.of(probe), first.log(), first.actions()));
        return new Diagnosis(servers, without.backends(), without.findings(), without.notes());
    }

    private static ServerView server(
            String backend, String name, String status, CheckView check, Optional<String> tracked) {
        return new ServerView(
                backend,
                name,
                status,
                OptionalLong.of(192),
                OptionalLong.of(4),
                check.status().isEmpty() ? "" : "0 of 4, up again at 2",
                false,
                check,
                NONE,
                tracked,
                Optional.of("10.0.0.1:8080"));
    }

    private static boolean isCommand(Diagnosis diagnosis, String line) {
        return diagnosis.servers().stream()
                .flatMap(server -> server.actions().stream())
                .anyMatch(action -> line.endsWith(action.command()));
    }

    private static void assertGolden(String name, String text) throws IOException {
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
