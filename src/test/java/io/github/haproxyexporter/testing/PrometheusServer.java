package io.github.haproxyexporter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A real Prometheus with an empty data directory of its own. */
public final class PrometheusServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RunningProcess process;
    private final ScratchDirectory directory;
    private final int port;

    private PrometheusServer(RunningProcess process, ScratchDirectory directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /**
     * Starts it with a configuration file's text and waits until it is ready. Intervals in it may be short ({@code 1s}, {@code 200ms}); paths in it should
     * be absolute.
     *
     * @param flags more flags of it
     */
    public static PrometheusServer start(String prometheusYml, String... flags) {
        ScratchDirectory directory = ScratchDirectory.create();
        int port = Ports.free();
        List<String> command = new ArrayList<>(List.of(
                Programs.find("prometheus").toString(),
                "--config.file=" + directory.write("prometheus.yml", prometheusYml),
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-lifecycle",
                "--query.lookback-delta=1m",
                "--log.level=info"));
        command.addAll(List.of(flags));
        RunningProcess process = RunningProcess.start("prometheus", command);
        PrometheusServer server = new PrometheusServer(process, directory, port);
        try {
            process.await("ready", PATIENCE, () -> HttpAnswer.answers(server.url("/-/ready"), 200));
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** Base address and path. */
    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    public RunningProcess process() {
        return process;
    }

    /**
     * An instant query's {@code result}: for a vector an array of {@code {"metric": {…}, "value": [time, "text"]}}.
     *
     * @throws IllegalStateException when Prometheus refuses the expression
     */
    public JsonNode query(String expression) {
        return data("/api/v1/query?query=" + encode(expression)).path("result");
    }

    /** A range query's {@code result}: an array of {@code {"metric": {…}, "values": [[time, "text"], …]}}. */
    public JsonNode queryRange(String expression, Instant from, Instant to, Duration step) {
        return data("/api/v1/query_range?query=" + encode(expression) + "&start=" + seconds(from) + "&end="
                        + seconds(to) + "&step=" + step.toMillis() / 1000.0)
                .path("result");
    }

    /** The groups of {@code /api/v1/rules}, with the health and last error of each rule. */
    public JsonNode rules() {
        return data("/api/v1/rules").path("groups");
    }

    /** The active targets of {@code /api/v1/targets}. */
    public JsonNode targets() {
        return data("/api/v1/targets").path("activeTargets");
    }

    /** The pending and firing alerts. */
    public JsonNode alerts() {
        return data("/api/v1/alerts").path("alerts");
    }

    /** Repeats an instant query until its result fits, and gives that result. */
    public JsonNode awaitQuery(String expression, Duration atMost, Predicate<JsonNode> fits) {
        process.await("answering as awaited to " + expression, atMost, () -> fits.test(query(expression)));
        return query(expression);
    }

    /** Waits until all targets are up and each has been scraped. */
    public void awaitTargetsUp() {
        process.await("scraping all targets", PATIENCE, () -> {
            JsonNode targets = targets();
            boolean allUp = !targets.isEmpty();
            for (JsonNode target : targets) {
                allUp &= target.path("health").asText().equals("up");
            }
            return allUp;
        });
    }

    @Override
    public void close() {
        try (directory) {
            process.close();
        }
    }

    private JsonNode data(String path) {
        JsonNode answer = HttpAnswer.get(url(path)).json();
        if (!answer.path("status").asText().equals("success")) {
            throw new IllegalStateException(path + " was answered by " + answer);
        }
        return answer.path("data");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String seconds(Instant instant) {
        return Double.toString(instant.toEpochMilli() / 1000.0);
    }
}
