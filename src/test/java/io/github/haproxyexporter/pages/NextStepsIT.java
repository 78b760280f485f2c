package io.github.haproxyexporter.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.testing.Certificates;
import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.Finished;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The command of every alert's {@code next_step}, typed in the situation of its alert, names what is at fault. */
class NextStepsIT {
    private static final Pattern PLACE = Pattern.compile("\\{\\{ reReplaceAll \"[^\"]*\" \"_\" \\$labels\\.(\\w+) }}");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /**
     * What is typed and what it shows.
     *
     * @param labels of the alert: {@code backend/server}, or {@code label=value}
     * @param culprit an expression for what must be among the lines that it prints
     */
    private record Step(String alert, String labels, String culprit) {
        Map<String, String> values() {
            Map<String, String> values = new HashMap<>();
            if (labels.contains("=")) {
                values.put(labels.split("=", 2)[0], labels.split("=", 2)[1]);
            } else {
                String[] names = labels.split("/", -1);
                values.put("backend", names[0]);
                values.put("server", names[names.length - 1]);
            }
            return values;
        }
    }

    /** In the situations of {@link Scenarios}. */
    private static final List<Step> SITUATIONS = List.of(
            new Step("HAProxyServerDown", "one-of-three/web1", "one-of-three/web1.*DOWN"),
            new Step("HAProxyServerDownOnAllBalancers", "one-of-three/web1", "one-of-three/web1.*DOWN"),
            new Step("HAProxyServerDownOnSomeBalancers", "one-of-three/web1", "(?i)connection refused"),
            new Step("HAProxyServerFlapping", "flaps/web1", "web1"),
            new Step("HAProxyHealthCheckSlow", "slow-check/web1", "web1"),
            new Step("HAProxyServerInMaintenanceTooLong", "one-in-maintenance/web1", "web1.*(MAINT|maintenance)"),
            new Step("HAProxyServerUnresolved", "empty-slots/slot1", "(?i)slot1.*(resol|MAINT)"),
            new Step("HAProxyServerUnchecked", "unchecked/web1", "web1.*unchecked|unchecked.*web1|check"),
            new Step("HAProxyBackendDown", "all", "all.*web1|web1.*DOWN"),
            new Step("HAProxyBackendDownOnAllBalancers", "all", "all.*web1|web1.*DOWN"),
            new Step("HAProxyBackendDegraded", "two-of-three", "web1.*"),
            new Step("HAProxyBackendDegradedOnAllBalancers", "two-of-three", "web2"),
            new Step("HAProxyBackendOnBackup", "on-backup", "web1"),
            new Step("HAProxyBackendInMaintenance", "all-in-maintenance", "web1.*(MAINT|maintenance)"),
            new Step("HAProxyBackendErrorRate", "errors", "web1 answers \\d+% of its requests with 5xx"),
            new Step(
                    "HAProxyServerErrorRate", "one-of-25-errors/web25", "web25 answers \\d+% of its requests with 5xx"),
            new Step("HAProxyFrontendErrorRate", "frontend=own", "^own,FRONTEND,"),
            new Step("HAProxyFrontendPaused", "frontend=paused", "^paused,FRONTEND,.*PAUSED"),
            new Step("HAProxyBackendConnectionsFailing", "tcp-unchecked", "web1: .* connections to it fail"),
            new Step("HAProxyConnectionErrors", "tcp-unchecked/web1", "web1: .* connections to it fail"),
            new Step("HAProxyRetries", "tcp-unchecked", "web1: .* connections to it are tried again"),
            new Step("HAProxyQueueing", "queue", "\\d+ requests wait for (web1|any server)"),
            new Step("HAProxyQueueTime", "queue", "\\d+ requests wait for (web1|any server)"),
            new Step("HAProxyBackendSlow", "queue", "^web1 .* 3\\d\\d\\d "),
            new Step("HAProxySessionsNearLimit", "queue", "web1 has \\d+ of at most 1 sessions"));

    private static final String CONFIG = """
            global
                localpeer one
            peers cluster
                peer one 127.0.0.1:{{port:one}}
                peer two 127.0.0.1:{{port:two}}
            resolvers dns
                nameserver silent 127.0.0.1:{{port:dns}}
                resolve_retries 1
                timeout resolve 500ms
                timeout retry 200ms
            defaults
                mode http
                timeout client 5s
                timeout connect 1s
                timeout server 5s
                default-server inter 300ms
            frontend www
                bind 127.0.0.1:{{port:www}}
                bind 127.0.0.1:{{port:tls}} ssl crt {{dir}}/site.pem
                http-request track-sc0 src table visitors
                http-request deny if { path /denied }
                use_backend %[path,word(1,/)]
            frontend rejecting
                mode tcp
                bind 127.0.0.1:{{port:rejecting}}
                tcp-request connection reject
            backend failing-checks
                server web1 127.0.0.1:{{port:closed}} check fall 1000
            backend broken
                server web1 127.0.0.1:{{broken}}
            backend denies
                http-request deny
                server web1 127.0.0.1:{{broken}}
            backend visitors
                stick-table type ip size 2 expire 10m peers cluster
            backend resolved
                server web1 name.invalid:80 check resolvers dns init-addr none
            """;

    /** In a HAProxy of this class's own. */
    private static final List<Step> FACTS = List.of(
            new Step("HAProxyServerFailingChecks", "failing-checks/web1", "(?i)L4CON|connection refused"),
            new Step("HAProxyServerResponseErrors", "broken/web1", "web1: .* answers of it break off or are invalid"),
            new Step("HAProxyFrontendRequestErrors", "frontend=www", "^www,FRONTEND,"),
            new Step("HAProxyFrontendTrafficLost", "frontend=www", "^www,FRONTEND,"),
            new Step("HAProxyDeniedRequests", "frontend=www", "^www,FRONTEND,"),
            new Step("HAProxyDeniedRequests backend", "denies", "^denies,BACKEND,"),
            new Step("HAProxyDeniedRequests connections", "frontend=rejecting", "^rejecting,FRONTEND,.*,[1-9]\\d*$"),
            new Step("HAProxySessionsNearLimit frontend", "frontend=www", "^www,FRONTEND,"),
            new Step("HAProxySessionsNearLimit process", "frontend=www", "^Maxconn: \\d+"),
            new Step("HAProxyProcessBusy", "frontend=www", "^Idle_pct: \\d+"),
            new Step("HAProxyAllocationFailures", "frontend=www", "^Total: \\d+ pools"),
            new Step("HAProxyPeerDown", "frontend=www", "id=two\\(remote"),
            new Step("HAProxyResolverFailing", "frontend=www", "nameserver silent"),
            new Step("HAProxyStickTableNearlyFull", "frontend=www", "table: visitors, type: ip, size:2, used:1"),
            new Step("HAProxyCertificateExpiresSoon", "certificate={{dir}}/site.pem", "^notAfter="),
            new Step("HAProxyCertificateExpired", "certificate={{dir}}/site.pem", "^subject=.*localhost"));

    /** What other programs tell: here stand-ins that repeat what they are asked. */
    private static final List<Step> OTHERS = List.of(
            new Step("HAProxyExporterMissing", "backend=x", "systemctl status haproxy-exporter"),
            new Step("HAProxyRestarted", "backend=x", "journalctl -u haproxy "),
            new Step("HAProxyDroppedLogs", "backend=x", "journalctl -u rsyslog "));

    @Test
    void ofServersAndTraffic_namesTheCulprit() {
        try (Scenarios scenarios = new Scenarios()) {
            scenarios.flap();
            for (String backend : new String[] {"all", "two-of-three", "one-of-three", "on-backup"}) {
                scenarios.haproxy().awaitStatus(backend, "web1", "DOWN");
            }
            HaproxyProcess haproxy = scenarios.haproxy();
            haproxy.awaitColumn("queue", "web1", "rtime", time -> time.startsWith("3"));

            assertEach(SITUATIONS, step -> run(step, haproxy, ""));
        }
    }

    @Test
    void ofTheProcessAndItsSurroundings_namesTheCulprit() throws IOException {
        ExecutorService server = Executors.newSingleThreadExecutor();
        try (ServerSocket broken = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HaproxyProcess haproxy = HaproxyProcess.builder()
                        .config(CONFIG)
                        .file("site.pem", Certificates.selfSigned())
                        .value("broken", Integer.toString(broken.getLocalPort()))
                        .start()) {
            server.execute(() -> answerGarbage(broken));
            HttpAnswer.get(haproxy.url("www", "/denied"));
            assertThat(catchReset(haproxy)).isTrue();
            ExecutorService clients = Executors.newSingleThreadExecutor();
            clients.execute(() -> ask(haproxy.url("www", "/broken")));
            try {
                assertEach(FACTS, step -> run(step, haproxy, ""));
            } finally {
                clients.shutdownNow();
            }
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void ofReloads_namesTheCulprit() throws IOException {
        String config = """
                defaults
                    mode tcp
                    timeout client 60s
                    timeout connect 1s
                    timeout server 60s
                frontend www
                    bind 127.0.0.1:{{port:www}}
                    default_backend shop
                backend shop
                    server web1 127.0.0.1:{{port:web1}}
                frontend web1
                    mode http
                    bind 127.0.0.1:{{port:web1}}
                    http-request return status 200
                """;
        try (HaproxyProcess haproxy =
                HaproxyProcess.builder().config(config).masterWorker().start()) {
            try (Socket open = new Socket(InetAddress.getLoopbackAddress(), haproxy.port("www"))) {
                haproxy.awaitColumn("www", "FRONTEND", "scur", "1"::equals);
                haproxy.process().signal("USR2");
                Step lingers = new Step("HAProxyOldWorkersLinger", "backend=x", "(?s)# old workers\\R\\d+ ");
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(run(lingers, haproxy, "")).containsPattern(lingers.culprit()));
                assertThat(open.isConnected()).isTrue();
            }
            haproxy.failReload();
            haproxy.directory().write("haproxy.cfg", "no-such-section\n");
            assertThat(run(new Step("HAProxyReloadFailed", "backend=x", ""), haproxy, ""))
                    .contains("haproxy.cfg:1", "no-such-section");
        }
    }

    /** The exporter's own words when HAProxy is gone, and what belongs to other programs. */
    @Test
    void withoutHaproxy_namesTheCulprit() {
        String standIns = "systemctl() { echo systemctl \"$@\"; }; journalctl() { echo journalctl \"$@\"; }; ";
        try (HaproxyProcess haproxy = HaproxyProcess.start("frontend f\n    bind 127.0.0.1:{{port:f}}\n")) {
            haproxy.kill();

            assertEach(OTHERS, step -> run(step, haproxy, standIns));
            for (String alert : new String[] {"HAProxyScrapeFailed", "HAProxyScrapeUnstable"}) {
                assertThat(run(new Step(alert, "backend=x", ""), haproxy, ""))
                        .as(alert)
                        .contains(haproxy.socketPath().toString(), "Connection refused");
            }
        }
    }

    @Test
    void everyAlert_isInOneOfTheTables() {
        Set<String> tried = Stream.of(SITUATIONS, FACTS, OTHERS)
                .flatMap(List::stream)
                .map(step -> step.alert().split(" ", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        tried.addAll(List.of(
                "HAProxyOldWorkersLinger", "HAProxyReloadFailed", "HAProxyScrapeFailed", "HAProxyScrapeUnstable"));

        assertThat(tried)
                .containsExactlyInAnyOrderElementsOf(
                        RuleFile.read(RuleFile.DEFAULT).alertNames());
    }

    private static void assertEach(List<Step> steps, Function<Step, String> run) {
        SoftAssertions all = new SoftAssertions();
        steps.forEach(step -> all.assertThat(run.apply(step))
                .as(step.alert() + " " + step.labels())
                .containsPattern(Pattern.compile(step.culprit(), Pattern.MULTILINE)));
        all.assertAll();
    }

    /** What the command prints, with the files of this HAProxy for those that Debian's has. */
    private static String run(Step step, HaproxyProcess haproxy, String functions) {
        String dir = haproxy.directory().path().toString();
        String command = PLACE.matcher(nextStep(step.alert()))
                .replaceAll(place -> step.values().get(place.group(1)).replace("{{dir}}", dir))
                .replace("/run/haproxy/admin.sock", haproxy.socketPath().toString())
                .replace(
                        "/run/haproxy-master.sock",
                        haproxy.masterSocket().path().toString())
                .replace("/etc/haproxy/haproxy.cfg", haproxy.configFile().toString());
        String exporter = "haproxy-exporter() { '%s' -jar '%s' \"$@\"; }; "
                .formatted(ExporterProcess.javaHome().resolve("bin/java"), ExporterProcess.jar());
        Map<String, String> environment = Map.of("HAPROXY_EXPORTER_HAPROXY_SCRAPE_URI", haproxy.scrapeUri());
        Finished finished = Finished.run(
                List.of("bash", "-c", exporter + functions + command), environment, "", Duration.ofMinutes(1));
        return finished.out() + finished.err();
    }

    /** The annotation of an alert; of several with one name that of the object that is named behind a blank. */
    private static String nextStep(String alert) {
        String[] name = alert.split(" ", 2);
        return RuleFile.read(RuleFile.DEFAULT).alerts().stream()
                .filter(rule -> rule.alert().equals(name[0]))
                .filter(rule -> name.length == 1
                        ? !rule.labels().containsKey("object")
                                || rule.labels().get("object").equals("server")
                        : name[1].equals(rule.labels().get("object")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(alert))
                .annotations()
                .get("next_step");
    }

    private static void answerGarbage(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().read(new byte[4096]);
                client.getOutputStream().write("garbage\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The client is gone, or the test is over: the loop's condition tells.
            }
        }
    }

    private static void ask(String url) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                HttpAnswer.get(url);
            } catch (UncheckedIOException e) {
                // What clients get is not what is tested.
            }
        }
    }

    /** Whether a frontend hangs up on a client. */
    private static boolean catchReset(HaproxyProcess haproxy) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), haproxy.port("rejecting"))) {
            return client.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }
}
