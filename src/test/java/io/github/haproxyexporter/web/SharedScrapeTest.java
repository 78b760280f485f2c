package io.github.haproxyexporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.metrics.Profile;
import io.github.haproxyexporter.metrics.Selection;
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
            // Those that have arrived by now wait for the first one's dump.
            Awaitility.await().until(() -> following() >= 39);
            go.countDown();

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().text())
                            .contains("haproxy_up 1\n")
                            .contains("haproxy_server_up{backend=\"shop\",server=\"web1\"} 1\n"));
            assertThat(haproxy.commands()).containsExactly("show info;show stat", "show servers state");
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
                    .containsExactly("show info;show stat", "show servers state", "show info;show stat");
        }
    }

    @Test
    void scrape_behindOneWithLessTime_takesItsTurn() throws Exception {
        try (StubSocket haproxy =
                StubSocket.unix(StubScript.hanging(), Dump.haproxy26().script())) {
            List<ScrapeResult> heard = new CopyOnWriteArrayList<>();
            TargetScraper scraper = WebServers.scraper(haproxy.uri(), (target, selection, result) -> heard.add(result));
            CompletableFuture<ScrapeResult> hasty = CompletableFuture.supplyAsync(
                    () -> scraper.scrape(Selection.everything(), Deadline.in(Duration.ofMillis(500))), clients);
            awaitConnections(haproxy, 1);

            ScrapeResult patient = scraper.scrape(Selection.everything(), Deadline.in(Duration.ofSeconds(10)));

            assertThat(patient).isInstanceOf(ScrapeResult.Read.class);
            assertThat(hasty.get(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ScrapeResult.Failed.class,
                            failed -> assertThat(failed.error().kind()).isEqualTo(ErrorKind.TIMEOUT));
            Awaitility.await().untilAsserted(() -> assertThat(heard).hasSize(2));
        }
    }

    @Test
    void scrape_behindOneWithMoreTime_waitsNoLongerThanItMay() {
        try (StubSocket haproxy = StubSocket.unix(StubScript.hanging())) {
            TargetScraper scraper = WebServers.scraper(haproxy.uri(), (target, selection, result) -> {});
            CompletableFuture<ScrapeResult> patient = CompletableFuture.supplyAsync(
                    () -> scraper.scrape(Selection.everything(), Deadline.in(Duration.ofSeconds(30))), clients);
            awaitConnections(haproxy, 1);
            long start = System.nanoTime();

            ScrapeResult hasty = scraper.scrape(Selection.everything(), Deadline.in(Duration.ofMillis(200)));

            assertThat(hasty)
                    .isInstanceOfSatisfying(
                            ScrapeResult.Failed.class,
                            failed -> assertThat(failed.error()).hasMessageContaining("waiting for unix:"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(patient.isDone()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5, 250", "1, 750", "60, 2000", "0, 2000", "-1, 2000", "NaN, 2000", "soon, 2000"})
    void scrapeTimeout_header_shortensTheTargetsTimeout(String seconds, long millis) {
        List<ScrapeResult> heard = new CopyOnWriteArrayList<>();
        try (StubSocket haproxy = StubSocket.unix(StubScript.hanging());
                InProcessExporter exporter = InProcessExporter.of(haproxy.uri())
                        .timeout(Duration.ofSeconds(2))
                        .listener((target, selection, result) -> heard.add(result))
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

    /** How many threads wait for another one's dump. */
    private static long following() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Arrays.stream(stack)
                        .anyMatch(frame -> frame.getClassName().equals(TargetScraper.class.getName())
                                && frame.getMethodName().equals("follow")))
                .count();
    }
}
