package io.github.haproxyexporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.HaproxyProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ServerCommandIT {
    private static final String CONFIG = """
            defaults
                mode http
                timeout connect 1s
                timeout client 30s
                timeout server 30s
            frontend web
                bind 127.0.0.1:{{port:web}}
                default_backend shop
            frontend tarpit
                bind 127.0.0.1:{{port:app}}
                http-request tarpit if { path /slow }
                timeout tarpit 10s
                http-request return status 200
            backend shop
                server web1 127.0.0.1:{{port:app}} weight 100
                server web2 127.0.0.1:{{port:app}} weight 100
            backend lone
                server only 127.0.0.1:{{port:app}} check inter 1s rise 2
                timeout check 5s
            backend follower
                server f 127.0.0.1:{{port:app}} track lone/only
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void disableAndEnable_showBeforeAndAfter() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG)) {
            assertThat(run(haproxy, "disable", "shop/web1")).as(err.toString()).isZero();
            assertThat(out).hasToString("""
                    SERVER     BEFORE                            AFTER
                    shop/web1  no check, weight 100, 0 sessions  MAINT, weight 100, 0 sessions
                    """);
            assertThat(haproxy.socket().status("shop", "web1")).isEqualTo("MAINT");
            assertThat(run(haproxy, "enable", "shop/web1", "--wait"))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString()).endsWith("All are up.\n");
            assertThat(haproxy.socket().status("shop", "web1")).isEqualTo("no check");
        }
    }

    @Test
    void weight_isSetAndVerified() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG)) {
            assertThat(run(haproxy, "weight", "7", "shop/web1", "shop/web2")).isZero();
            assertThat(haproxy.socket().column("shop", "web2", "weight")).isEqualTo("7");
            assertThat(run(haproxy, "weight", "50%", "shop/web2")).isZero();
            assertThat(haproxy.socket().column("shop", "web2", "weight")).isEqualTo("50");
            assertThat(run(haproxy, "weight", "300", "shop/web2")).isEqualTo(2);
            assertThat(err.toString()).contains("'300' is not a weight: expected 0 to 256, or 0% to 100%");
            assertThat(run(haproxy, "weight", "shop/web2")).isEqualTo(2);
            assertThat(err.toString()).contains("needs a weight and a server");
        }
    }

    @Test
    void weight_thatRoundsToZero_isRefused_andZeroIsSaid() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG)) {
            haproxy.awaitStatus("lone", "only", "UP");
            assertThat(run(haproxy, "weight", "50%", "lone/only", "--force")).isEqualTo(2);
            assertThat(err.toString())
                    .contains("50% of the configured weight 1 of lone/only rounds to 0")
                    .contains("nothing was changed. Write at least 100%, 0% to take it out");
            assertThat(haproxy.socket().column("lone", "only", "weight")).isEqualTo("1");
            assertThat(run(haproxy, "weight", "1%", "shop/web1")).isZero();
            assertThat(run(haproxy, "weight", "0%", "shop/web1")).isZero();
            assertThat(run(haproxy, "enable", "shop/web1", "--wait")).isZero();
            assertThat(out.toString())
                    .endsWith(
                            "shop/web1 has weight 0 and gets no clients: haproxy-exporter server weight 100% shop/web1\n");
            assertThat(run(haproxy, "weight", "100%", "shop/web1")).isZero();
            assertThat(out.toString()).doesNotContain("gets no clients");
        }
    }

    /** In few of the rounds do they meet; in none may they leave nobody. */
    @Test
    void twoAtOnce_leaveAServer() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG)) {
            for (int round = 0; round < 20; round++) {
                List<CompletableFuture<Ran>> both = Stream.of("shop/web1", "shop/web2")
                        .map(name -> CompletableFuture.supplyAsync(() ->
                                Ran.arguments("server", "--haproxy.scrape-uri", haproxy.scrapeUri(), "disable", name)))
                        .toList();
                long done =
                        both.stream().filter(ran -> ran.join().exitCode() == 0).count();
                List<String> states = List.of(
                        haproxy.socket().status("shop", "web1"),
                        haproxy.socket().status("shop", "web2"));

                assertThat(states).contains("no check");
                assertThat(states.stream().filter("MAINT"::equals)).hasSize((int) done);
                assertThat(run(haproxy, "enable", "shop/web1", "shop/web2")).isZero();
            }
        }
    }

    @Test
    void lastServingServer_isKept_unlessForced() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG)) {
            haproxy.awaitStatus("lone", "only", "UP");
            for (String[] arguments : List.of(
                    new String[] {"disable", "lone/only"},
                    new String[] {"drain", "lone/only"},
                    new String[] {"weight", "0", "lone/only"},
                    new String[] {"disable", "shop/web1", "shop/web2"})) {
                assertThat(run(haproxy, arguments)).isEqualTo(2);
                assertThat(err.toString()).contains("this would leave ").contains("nothing was changed");
            }
            assertThat(run(haproxy, "disable", "lone/only")).isEqualTo(2);
            assertThat(err.toString())
                    .as("the servers that track it go with it")
                    .contains("this would leave follower, lone without a server");
            assertThat(haproxy.socket().status("lone", "only")).isEqualTo("UP");
            assertThat(run(haproxy, "disable", "lone/only", "--force"))
                    .as(err.toString())
                    .isZero();
            assertThat(run(haproxy, "enable", "lone/only", "--wait")).isZero();
            assertThat(haproxy.socket().status("lone", "only")).isEqualTo("UP");
        }
    }

    @Test
    void unknownServer_changesNothing_andNearNamesAreSuggested() {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG)) {
            assertThat(run(haproxy, "disable", "shop/web1", "shop/wbe2")).isEqualTo(2);
            assertThat(err.toString())
                    .contains(
                            "this HAProxy has no server shop/wbe2; did you mean shop/web2, shop/web1? Nothing was changed.");
            assertThat(haproxy.socket().status("shop", "web1")).isEqualTo("no check");
            assertThat(run(haproxy, "stop", "shop/web1")).isEqualTo(2);
            assertThat(err.toString()).contains("'stop' is no action: expected enable, disable, drain or weight N");
        }
    }

    @Test
    void socketOfALowerLevel_isNamed() {
        try (HaproxyProcess haproxy =
                HaproxyProcess.builder().config(CONFIG).socketLevel("operator").start()) {
            assertThat(run(haproxy, "disable", "shop/web1")).isEqualTo(2);
            assertThat(err.toString())
                    .contains("'Permission denied'")
                    .contains("must be a stats socket of 'level admin'");
        }
    }

    @Test
    void drain_waitsForTheSessionsThatAreThere() throws IOException {
        try (HaproxyProcess haproxy = HaproxyProcess.start(CONFIG);
                Socket one = request(haproxy);
                Socket two = request(haproxy)) {
            haproxy.awaitColumn("shop", "web1", "scur", "1"::equals);
            haproxy.awaitColumn("shop", "web2", "scur", "1"::equals);
            CompletableFuture<Integer> exit =
                    CompletableFuture.supplyAsync(() -> run(haproxy, "drain", "shop/web1", "--wait"));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(exit::isDone);
            assertThat(exit.join()).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains("DRAIN, weight 100, 1 session")
                    .contains("waiting for shop/web1 (1 session)")
                    .endsWith("No sessions are left.\n");
            assertThat(one.isConnected() && two.isConnected()).isTrue();
            try (Socket three = request(haproxy)) {
                haproxy.awaitColumn("shop", "web2", "stot", "2"::equals);
                assertThat(run(haproxy, "disable", "shop/web2", "--force", "--wait", "--wait-timeout", "1s"))
                        .isEqualTo(2);
                assertThat(err.toString()).contains("the change is made, and after 1 s still waiting for shop/web2");
                assertThat(three.isConnected()).isTrue();
            }
        }
    }

    private static Socket request(HaproxyProcess haproxy) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), haproxy.port("web"));
        socket.getOutputStream().write("GET /slow HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private int run(HaproxyProcess haproxy, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("server", "--haproxy.scrape-uri", haproxy.scrapeUri()));
        all.addAll(List.of(arguments));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
