package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.scrape.ScrapeLease;
import io.github.haproxyexporter.scrape.ScrapeResult;
import io.github.haproxyexporter.scrape.TargetScraper;
import io.github.haproxyexporter.testing.Dump;
import io.github.haproxyexporter.testing.HttpAnswer;
import io.github.haproxyexporter.testing.InProcessExporter;
import io.github.haproxyexporter.testing.StubScript;
import io.github.haproxyexporter.testing.StubSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedScrapeTest {

    private final CountDownLatch go = new CountDownLatch(1);
    private final ExecutorService clients = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        go.countDown();
        clients.shutdownNow();
    }

    @Test
    void scrapes_atTheSameTime_shareOneDump() {
        try (StubSocket haproxy = StubSocket.unix(waiting());
                InProcessExporter exporter = InProcessExporter.start(haproxy, Profile.EXPORTER)) {
            List<CompletableFuture<HttpAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> exporter.get("/metrics"), clients));
            }
            awaitConnections(haproxy, 1);
            // Those that have arrived by now wait for the one dump.
            Awaitility.await().until(() -> following() >= 40);
            go.countDown();

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().text())
                            .contains("haproxy_up 1\n")
                            .contains("haproxy_server_up{backend=\"shop\",server=\"web1\"} 1\n"));
            assertThat(haproxy.commands())
                    .doesNotHaveDuplicates()
                    .contains("show info;show stat", "show servers state");
            assertThat(exporter.families().get("haproxy_exporter_scrapes_total").value())
                    .isEqualTo(2);
        }
    }

    @Test
    void scrapes_forOtherThings_haveTheirOwnDump() {
        try (StubSocket haproxy = StubSocket.unix(waiting());
                InProcessExporter exporter = InProcessExporter.start(haproxy, Profile.EXPORTER)) {
            CompletableFuture<HttpAnswer> all = CompletableFuture.supplyAsync(() -> exporter.get("/metrics"), clients);
            CompletableFuture<HttpAnswer> servers =
                    CompletableFuture.supplyAsync(() -> exporter.get("/metrics?scope=server"), clients);
            awaitConnections(haproxy, 2);
            go.countDown();

            assertThat(all.join().text()).contains("haproxy_frontend_status");
            assertThat(servers.join().text()).doesNotContain("haproxy_frontend_status");
        }
    }

    @Test
    void scrape_afterAnother_readsAnew() {
        try (StubSocket haproxy = StubSocket.unix(Dump.haproxy26().script());
                InProcessExporter exporter = InProcessExporter.start(haproxy, Profile.EXPORTER)) {
            exporter.families();
            exporter.families();

            assertThat(haproxy.commands())
                    .containsSubsequence("show info;show stat", "show info;show stat")
                    .containsOnlyOnce("show servers state", "show peers", "show ssl sni");
        }
    }

    @Test
    void scrape_behindOneWithLessTime_hasItsOwnTime() throws Exception {
        try (StubSocket haproxy = StubSocket.unix(waiting());
                TargetScraper scraper = WebServers.scraper(haproxy.uri(), (target, result) -> {})) {
            CompletableFuture<ScrapeResult> hasty =
                    CompletableFuture.supplyAsync(() -> scrape(scraper, Duration.ofMillis(300)), clients);
            awaitConnections(haproxy, 1);
            CompletableFuture<ScrapeResult> patient =
                    CompletableFuture.supplyAsync(() -> scrape(scraper, Duration.ofSeconds(5)), clients);

            assertThat(hasty.get(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ScrapeResult.Failed.class,
                            failed -> assertThat(failed.error().kind()).isEqualTo(ErrorKind.TIMEOUT));
            go.countDown();
            assertThat(patient.get(10, TimeUnit.SECONDS)).isInstanceOf(ScrapeResult.Read.class);
            assertThat(dumps(haproxy)).isEqualTo(1);
        }
    }

    @Test
    void scrape_behindADumpThatRunsOutOfTime_takesItsTurn() {
        try (StubSocket haproxy =
                        StubSocket.unix(StubScript.hanging(), Dump.haproxy26().script());
                TargetScraper scraper = WebServers.scraper(haproxy.uri(), (target, result) -> {})) {
            assertThat(scrape(scraper, Duration.ofMinutes(1))).isInstanceOf(ScrapeResult.Read.class);
        }
    }

    @Test
    void scrape_behindOneWithMoreTime_waitsNoLongerThanItMay() {
        try (StubSocket haproxy = StubSocket.unix(StubScript.hanging());
                TargetScraper scraper = WebServers.scraper(haproxy.uri(), (target, result) -> {})) {
            CompletableFuture<ScrapeResult> patient =
                    CompletableFuture.supplyAsync(() -> scrape(scraper, Duration.ofSeconds(30)), clients);
            awaitConnections(haproxy, 1);

            ScrapeResult hasty = scrape(scraper, Duration.ofMillis(200));

            assertThat(hasty)
                    .isInstanceOfSatisfying(
                            ScrapeResult.Failed.class,
                            failed -> assertThat(failed.error()).hasMessageContaining("waiting for unix:"));
            assertThat(patient.isDone()).isFalse();
        }
    }

    @Test
    void scrapes_ofManySelections_areTwoDumpsAtATime_andTheRestRefused() {
        try (StubSocket haproxy = StubSocket.unix(waiting());
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri())
                        .timeout(Duration.ofSeconds(3))
                        .start()) {
            CompletableFuture<HttpAnswer> odd =
                    CompletableFuture.supplyAsync(() -> exporter.get("/metrics?scope=server"), clients);
            awaitConnections(haproxy, 1);
            HttpAnswer refused = exporter.get("/metrics?scope=backend", "X-Prometheus-Scrape-Timeout-Seconds", "0.4");
            CompletableFuture<HttpAnswer> all = CompletableFuture.supplyAsync(() -> exporter.get("/metrics"), clients);
            awaitConnections(haproxy, 2);
            go.countDown();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).hasValue("5");
            assertThat(refused.text()).contains("other query parameters");
            assertThat(odd.join().text()).contains("haproxy_up 1\n");
            assertThat(all.join().text()).contains("haproxy_up 1\n");
            assertThat(dumps(haproxy)).isEqualTo(2);
            assertThat(exporter.get("/metrics").text())
                    .contains("haproxy_exporter_requests_refused_total{reason=\"dumps\",} 1.0\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scope=*",
                "scope=resolver&scope=server&scope=*",
                "metrics=-a0,-a1",
                "metrics=-a1&metrics=-nothing&x=1",
                "metrics=",
                "metrics=-haproxy_exporter_scrapes_total"
            })
    void scrape_ofEverythingInOtherWords_sharesTheDump(String query) {
        try (StubSocket haproxy = StubSocket.unix(waiting());
                InProcessExporter exporter = InProcessExporter.start(haproxy, Profile.EXPORTER)) {
            CompletableFuture<HttpAnswer> all = CompletableFuture.supplyAsync(() -> exporter.get("/metrics"), clients);
            CompletableFuture<HttpAnswer> same =
                    CompletableFuture.supplyAsync(() -> exporter.get("/metrics?" + query), clients);
            Awaitility.await().until(() -> following() >= 2);
            go.countDown();

            assertThat(all.join().text()).contains("haproxy_frontend_status");
            assertThat(same.join().text()).contains("haproxy_frontend_status");
            assertThat(dumps(haproxy)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5, 250", "1, 750", "60, 2000", "0, 2000", "-1, 2000", "NaN, 2000", "soon, 2000"})
    void scrapeTimeout_header_shortensTheTargetsTimeout(String seconds, long millis) {
        List<ScrapeResult> heard = new CopyOnWriteArrayList<>();
        try (StubSocket haproxy = StubSocket.unix(StubScript.hanging());
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri())
                        .timeout(Duration.ofSeconds(2))
                        .listener((target, result) -> heard.add(result))
                        .start()) {
            long start = System.nanoTime();
            HttpAnswer answer = exporter.get("/metrics", "X-Prometheus-Scrape-Timeout-Seconds", seconds);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).contains("haproxy_up 0\n");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(millis - 20));
            Awaitility.await().until(() -> !heard.isEmpty());
            assertThat(heard)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            ScrapeResult.Failed.class,
                            failed -> assertThat(failed.error()).hasMessageContaining("within " + millis + " ms"));
        }
    }

    @Test
    void close_whileAScrapeRuns_letsItFinish() {
        try (StubSocket haproxy = StubSocket.unix(waiting())) {
            InProcessExporter exporter = InProcessExporter.start(haproxy, Profile.EXPORTER);
            CompletableFuture<HttpAnswer> answer =
                    CompletableFuture.supplyAsync(() -> exporter.get("/metrics"), clients);
            awaitConnections(haproxy, 1);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(exporter::close, clients);
            Awaitility.await().during(Duration.ofMillis(200)).until(() -> !closing.isDone());
            go.countDown();

            assertThat(answer.join().text()).contains("haproxy_up 1\n").endsWith("\n");
            closing.join();
        }
    }

    private static long dumps(StubSocket haproxy) {
        return haproxy.commands().stream()
                .filter(command -> command.startsWith("show info"))
                .count();
    }

    private static ScrapeResult scrape(TargetScraper scraper, Duration most) {
        try (ScrapeLease lease = scraper.scrape(Selection.everything(), Deadline.in(most))) {
            return lease.result();
        }
    }

    private StubScript waiting() {
        StubScript answers = Dump.haproxy26().script();
        return connection -> {
            connection.await(go);
            answers.play(connection);
        };
    }

    private static void awaitConnections(StubSocket haproxy, int connections) {
        Awaitility.await().until(() -> haproxy.connections() >= connections);
    }

    /** How many threads wait for a dump. */
    private static long following() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().equals(ScrapeLease.class.getName())
                                && frame.getMethodName().equals("await")))
                .count();
    }
}
