package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.haproxyexporter.testing.AppServers;
import io.github.haproxyexporter.testing.Certificates;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.ScratchDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The commands of the runbooks, typed where they are meant for: beside a HAProxy that has what they ask for and logs what they look for. */
class RunbooksIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final String CONFIG = """
            global
                log stdout format raw local0
                localpeer one
            peers cluster
                peer one 127.0.0.1:{{port:one}}
                peer two 127.0.0.1:{{port:two}}
            resolvers dns
                nameserver local 127.0.0.1:{{port:dns}}
                hold valid 10s
            defaults
                mode http
                log global
                option httplog
                option log-health-checks
                timeout client 5s
                timeout connect 1s
                timeout server 1s
                timeout check 5s
                default-server inter 500ms fall 2 rise 2
            frontend www
                bind 127.0.0.1:{{port:www}}
                bind 127.0.0.1:{{port:tls}} ssl crt {{dir}}/shop.pem
                http-request track-sc0 src table shop
                http-request deny if { path /denied }
                use_backend nobody if { path /nobody }
                default_backend shop
            backend shop
                option httpchk GET /health
                option allbackups
                stick-table type ip size 100 expire 10m store conn_cur peers cluster
                server web1 127.0.0.1:{{web1}} check maxconn 20
                server web2 127.0.0.1:{{web2}} check
                server web3 127.0.0.1:{{web3}} check
                server spare 127.0.0.1:{{web3}} check backup
            backend nobody
                server web1 127.0.0.1:{{port:closed}} check
            """;

    /** What changes something, and what is so afterwards. */
    private static final Map<String, Predicate<HaproxyProcess>> CHANGES = changes();

    private static final AppServers SERVERS = AppServers.start("web1", "web2", "web3");
    private static final HaproxyProcess HAPROXY = HaproxyProcess.builder()
            .config(CONFIG)
            .file("shop.pem", Certificates.selfSigned())
            .value("web1", Integer.toString(SERVERS.port("web1")))
            .value("web2", Integer.toString(SERVERS.port("web2")))
            .value("web3", Integer.toString(SERVERS.port("web3")))
            .masterWorker()
            .start();

    /** All that the logs are searched for happens once. */
    @BeforeAll
    static void trouble() throws IOException {
        HAPROXY.awaitStatus("nobody", "web1", "DOWN");
        SERVERS.answerStatus("web2", 503);
        HAPROXY.awaitStatus("shop", "web2", "DOWN");
        SERVERS.answerNormally("web2");
        HAPROXY.awaitStatus("shop", "web2", "UP");
        SERVERS.answerSlowly("web2");
        await().atMost(PATIENCE)
                .until(() -> HttpAnswer.get(HAPROXY.url("www", "/")).status() == 504);
        SERVERS.answerNormally("web2");
        HttpAnswer.get(HAPROXY.url("www", "/denied"));
        HttpAnswer.get(HAPROXY.url("www", "/nobody"));
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), HAPROXY.port("www"))) {
            client.getOutputStream().write("no request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().read()).isPositive();
        }
        HAPROXY.socket().change("disable frontend www");
        HAPROXY.socket().change("enable frontend www");
    }

    @AfterAll
    static void stop() {
        try (SERVERS) {
            HAPROXY.close();
        }
    }

    @Test
    void lookingCommands_showSomething() throws IOException {
        List<String> lines =
                lines("^(echo \"show (errors|resolvers|table|peers|ssl|proc)|grep .*/etc/haproxy/haproxy.cfg)");

        assertThat(lines).hasSizeGreaterThan(12);
        assertEach(lines, RunbooksIT::bash);
    }

    @Test
    void commandsThatSearchTheLog_findWhatHappened() throws IOException {
        List<String> lines = lines("^(journalctl -u haproxy |(tail|grep) .*/var/log/haproxy.log)");

        assertThat(lines).hasSizeGreaterThan(12);
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            Path log = scratch.write("haproxy.log", HAPROXY.process().output());
            String journal = "journalctl() { cat '" + log + "'; }; ";
            assertEach(lines, line -> bash(journal + line.replace("/var/log/haproxy.log", log.toString())));
        }
    }

    /** First the address, as the page has it, then what is asked there. */
    @Test
    void commandsThatAskAServer_getItsAnswer() throws IOException {
        String address = lines("^ADDR=.*\\$23").get(0);
        List<String> lines = lines("(curl|socat) .*\\$ADDR");

        assertThat(lines).hasSizeGreaterThan(4);
        assertEach(lines, line -> bash("S=web1; " + address + "; " + line));
    }

    @Test
    void commandsOfTheExporter_answer() throws IOException {
        assertEach(lines("^haproxy-exporter (status|diagnose|lint)"), RunbooksIT::bash);
        try (ExporterProcess exporter = ExporterProcess.start("--haproxy.scrape-uri=" + HAPROXY.scrapeUri())) {
            assertEach(
                    lines("^curl .*127.0.0.1:9101"),
                    line -> bash(line.replace("http://127.0.0.1:9101", exporter.url(""))));
        }
    }

    @Test
    void reload_followsACheckOfTheConfiguration() throws IOException {
        String line = lines("^haproxy -c -f .* && systemctl reload haproxy").get(0);

        assertThat(bash("systemctl() { echo systemctl \"$@\"; }; " + line).out())
                .endsWith("systemctl reload haproxy\n");
    }

    /** Each from a HAProxy in which all servers are UP and checked. */
    @Test
    void changingCommands_haveTheirEffect() throws IOException {
        List<String> lines = lines("^(haproxy-exporter server|echo \"(set|enable|disable) )");

        assertThat(CHANGES.keySet()).containsExactlyInAnyOrderElementsOf(lines);
        SoftAssertions all = new SoftAssertions();
        for (String line : lines) {
            reset();
            Finished typed = bash(line);
            all.assertThat(typed.exitCode()).as(line + "\n" + typed.err()).isZero();
            all.assertThatCode(() -> await().atMost(PATIENCE)
                            .until(() -> CHANGES.get(line).test(HAPROXY)))
                    .as(line + "\n" + HAPROXY.command("show stat"))
                    .doesNotThrowAnyException();
        }
        all.assertAll();
    }

    private static void reset() {
        for (String server : new String[] {"web1", "web2", "web3"}) {
            HAPROXY.command("set server shop/" + server + " state ready");
            HAPROXY.command("enable health shop/" + server);
            HAPROXY.awaitStatus("shop", server, "UP");
        }
    }

    private static Map<String, Predicate<HaproxyProcess>> changes() {
        Map<String, Predicate<HaproxyProcess>> changes = new LinkedHashMap<>();
        changes.put("haproxy-exporter server disable shop/web2", status("web2", "MAINT"));
        changes.put("haproxy-exporter server drain shop/web2", status("web2", "DRAIN"));
        changes.put("haproxy-exporter server drain --wait shop/web2", status("web2", "DRAIN"));
        changes.put("haproxy-exporter server enable shop/web1", status("web1", "UP"));
        changes.put("haproxy-exporter server enable shop/web2", status("web2", "UP"));
        changes.put("haproxy-exporter server enable shop/web3", status("web3", "UP"));
        changes.put("haproxy-exporter server enable --wait shop/web2", status("web2", "UP"));
        changes.put(
                "haproxy-exporter server disable --force shop/web1 shop/web2",
                status("web1", "MAINT").and(status("web2", "MAINT")));
        changes.put(
                "haproxy-exporter server enable shop/web1 shop/web2",
                status("web1", "UP").and(status("web2", "UP")));
        changes.put(socket("set server $B/$S state maint"), status("web2", "MAINT"));
        changes.put(socket("set server $B/$S state drain"), status("web2", "DRAIN"));
        changes.put(socket("set server $B/$S state ready"), status("web2", "UP"));
        changes.put(socket("set server $B/$S health up"), status("web2", "UP"));
        changes.put(socket("set server $B/web1 health up"), status("web1", "UP"));
        changes.put(socket("disable health $B/$S"), checkPaused("web2"));
        changes.put(socket("disable health $B/web1"), checkPaused("web1"));
        changes.put(socket("set maxconn server shop/web1 200"), limit("shop", "web1", "200"));
        changes.put(socket("set maxconn server $B/web1 200"), limit("shop", "web1", "200"));
        changes.put(socket("set maxconn server $B/web1 100"), limit("shop", "web1", "100"));
        changes.put(socket("set maxconn server $B/web1 50"), limit("shop", "web1", "50"));
        changes.put(socket("set maxconn frontend www 8000"), limit("www", "FRONTEND", "8000"));
        changes.put(
                socket("enable frontend $F"),
                haproxy -> haproxy.socket().column("www", "FRONTEND", "status").equals("OPEN"));
        return changes;
    }

    private static String socket(String command) {
        return "echo \"" + command + "\" | socat - \"$SOCK\"";
    }

    private static Predicate<HaproxyProcess> status(String server, String status) {
        return haproxy -> haproxy.socket().status("shop", server).startsWith(status);
    }

    private static Predicate<HaproxyProcess> limit(String proxy, String row, String limit) {
        return haproxy -> haproxy.socket().column(proxy, row, "slim").equals(limit);
    }

    /** In the table of states, 4 in srv_check_state is an enabled check. */
    private static Predicate<HaproxyProcess> checkPaused(String server) {
        return haproxy -> haproxy.command("show servers state shop")
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length > 16 && fields[3].equals(server))
                .anyMatch(fields -> (Integer.parseInt(fields[13]) & 4) == 0);
    }

    private static List<String> lines(String beginning) throws IOException {
        Pattern wanted = Pattern.compile(beginning);
        return RunbookTest.pages()
                .flatMap(page -> RunbookTest.shellBlocks(page).stream())
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> wanted.matcher(line).find())
                .distinct()
                .toList();
    }

    private static void assertEach(List<String> lines, Function<String, Finished> run) {
        SoftAssertions all = new SoftAssertions();
        for (String line : lines) {
            Finished shown = run.apply(line);
            // diagnose and lint have found something.
            all.assertThat(shown.exitCode())
                    .as(line + "\n" + shown.err())
                    .isBetween(0, line.startsWith("haproxy-") ? 1 : 0);
            all.assertThat(shown.out()).as(line).isNotBlank();
        }
        all.assertAll();
    }

    private static Finished bash(String line) {
        String names = "set -o pipefail; SOCK='%s'; MASTER='%s'; B=shop; S=web2; F=www; cd '%s'; "
                .formatted(
                        HAPROXY.socketPath(),
                        HAPROXY.masterSocket().path(),
                        HAPROXY.directory().path());
        String exporter = "haproxy-exporter() { '%s' -jar '%s' \"$@\"; }; "
                .formatted(ExporterProcess.javaHome().resolve("bin/java"), ExporterProcess.jar());
        String here =
                line.replace("/etc/haproxy/haproxy.cfg", HAPROXY.configFile().toString());
        return Finished.run(
                List.of("bash", "-c", names + exporter + here),
                Map.of("HAPROXY_EXPORTER_HAPROXY_SCRAPE_URI", HAPROXY.scrapeUri()),
                "",
                Duration.ofMinutes(1));
    }
}
