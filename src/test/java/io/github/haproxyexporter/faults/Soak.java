package io.github.haproxyexporter.faults;

import io.github.haproxyexporter.testing.ExporterProcess;
import io.github.haproxyexporter.testing.ExpositionParser;
import io.github.haproxyexporter.testing.Family;
import io.github.haproxyexporter.testing.HaproxyProcess;
import io.github.haproxyexporter.testing.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;

/**
 * Scrapes one daemon for a long time by several clients, while HAProxy is reloaded, held, killed and restarted, and looks at what the daemon holds. Fails
 * when an answer is neither whole nor empty, and when anything has grown. {@code bin/soak} runs it.
 */
public final class Soak {
    private static final int CLIENTS = 6;
    private static final int SERVERS = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration FAULT_PAUSE = Duration.ofMillis(500);
    private static final List<String> PATHS = List.of(
            "/metrics",
            "/metrics?extra-counters",
            "/metrics?scope=server&no-maint",
            "/metrics?scope=global",
            "/",
            "/nothing");

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong whole = new AtomicLong();
    private final AtomicLong empty = new AtomicLong();
    private final List<SoakSample> samples = new ArrayList<>();
    private int faults;

    private Soak() {}

    /** Arguments: how many scrapes, and the page that the report goes to. */
    public static void main(String[] arguments) throws Exception {
        new Soak().run(Long.parseLong(arguments[0]), Path.of(arguments[1]));
    }

    private void run(long scrapes, Path page) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (HaproxyProcess haproxy = HaproxyProcess.builder().config(config()).start();
                ExporterProcess exporter = ExporterProcess.builder()
                        .launcher()
                        .environment("HAPROXY_EXPORTER_CDS", "off")
                        .environment("HAPROXY_EXPORTER_JAVA_OPTS", "-XX:NativeMemoryTracking=summary")
                        .flags("--haproxy.scrape-uri=" + haproxy.scrapeUri(), "--haproxy.timeout=2s")
                        .start()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int first = i;
                clients.add(threads.submit(() -> scrape(exporter, first)));
            }
            long start = System.nanoTime();
            while (whole.get() + empty.get() < scrapes && clients.stream().noneMatch(Future::isDone)) {
                fault(haproxy);
                LockSupport.parkNanos(FAULT_PAUSE.toNanos());
                long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                if (second >= WARM_UP.toSeconds()
                        && (samples.isEmpty()
                                || second - samples.get(samples.size() - 1).second() >= 3)) {
                    if (samples.isEmpty()) {
                        SoakSample.baseline(exporter.process().pid());
                    }
                    samples.add(SoakSample.take(exporter.process().pid(), second, whole.get() + empty.get()));
                }
            }
            over.set(true);
            for (Future<?> client : clients) {
                client.get();
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
            SoakReport.write(page, conditions(scrapes, seconds, exporter), samples);
            judge(ExpositionParser.text(exporter.scrape("/metrics").body()));
        } finally {
            over.set(true);
            threads.shutdownNow();
        }
    }

    /** Every tenth a kill, every fifth a hold, else a reload. */
    private void fault(HaproxyProcess haproxy) {
        faults++;
        if (faults % 10 == 0) {
            haproxy.kill();
            haproxy.restart();
        } else if (faults % 5 == 0) {
            haproxy.pause();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            haproxy.resume();
        } else {
            haproxy.reload();
        }
    }

    private void scrape(ExporterProcess exporter, int first) {
        for (int i = first; !over.get(); i++) {
            String path = PATHS.get(i % PATHS.size());
            HttpAnswer answer = i % 2 == 0
                    ? exporter.scrape(path)
                    : exporter.scrape(path, "Accept", "application/openmetrics-text", "Accept-Encoding", "gzip");
            if (path.startsWith("/metrics")) {
                check(path, answer);
            }
        }
    }

    /** The strict parser is slower than the daemon: it sees every hundredth, the others are looked at for their counts. */
    private void check(String path, HttpAnswer answer) {
        boolean open = answer.header("Content-Type").orElse("").contains("openmetrics");
        byte[] body = answer.header("Content-Encoding").isPresent() ? answer.unzipped() : answer.body();
        String text = new String(body, StandardCharsets.UTF_8);
        boolean up = text.contains("\nhaproxy_up 1\n");
        long servers = text.lines()
                .filter(line -> line.startsWith("haproxy_server_up{"))
                .count();
        long expected = up && !path.contains("global") ? SERVERS : 0;
        if (answer.status() != 200 || servers != expected || (open && !text.endsWith("# EOF\n"))) {
            throw new IllegalStateException("half an answer to " + path + ": " + servers + " servers, expected "
                    + expected + "; up " + up + ", status " + answer.status());
        }
        if ((up ? whole : empty).incrementAndGet() % 100 == 0) {
            if (open) {
                ExpositionParser.openMetrics(body);
            } else {
                ExpositionParser.text(body);
            }
        }
    }

    private void judge(Map<String, Family> last) {
        if (last.get("haproxy_up").value() != 1
                || last.get("haproxy_server_up").samples().size() != SERVERS) {
            throw new IllegalStateException("the scrape after the last fault is not whole");
        }
        flat("heap after collection", SoakSample::heapKib, 2048);
        flat("memory of the JVM beyond the heap", SoakSample::nativeKib, 4096);
        flat("resident memory", SoakSample::rssKib, 6144);
        flat("descriptors", SoakSample::descriptors, CLIENTS);
        flat("threads", SoakSample::threads, CLIENTS);
    }

    /** What grows without an end is more in the last quarter than in the second, whose figures are past the start. */
    private void flat(String what, ToLongFunction<SoakSample> figure, long slack) {
        int quarter = samples.size() / 4;
        long before = median(samples.subList(quarter, 2 * quarter + 1), figure);
        long after = median(samples.subList(samples.size() - quarter - 1, samples.size()), figure);
        if (after > before + slack) {
            throw new IllegalStateException(what + " grew from " + before + " to " + after);
        }
    }

    private static long median(List<SoakSample> some, ToLongFunction<SoakSample> figure) {
        long[] figures = some.stream().mapToLong(figure).sorted().toArray();
        return figures[figures.length / 2];
    }

    private String conditions(long scrapes, long seconds, ExporterProcess exporter) {
        return String.format(
                "Run by `bin/soak %d`: %,d scrapes by %d clients at once in %d s, of a HAProxy with %d servers that was reloaded,"
                        + " held, or killed and started again %d times meanwhile. %,d answers were whole and %,d said"
                        + " `haproxy_up 0`; none was anything else. Memory that the C library had kept for itself at the end:"
                        + " %.1f MiB. Of what the JVM has, this changed since the warm-up: %s.",
                scrapes,
                whole.get() + empty.get(),
                CLIENTS,
                seconds,
                SERVERS,
                faults,
                whole.get(),
                empty.get(),
                SoakSample.keptKib(exporter.process().pid()) / 1024.0,
                SoakSample.changes(exporter.process().pid()));
    }

    private static String config() throws IOException {
        StringBuilder config = new StringBuilder(Dumps.SHOP).append("    default-server inter 500ms fall 1\n");
        for (int i = 0; i < SERVERS; i++) {
            config.append("    server s").append(i).append(" 127.0.0.1:1").append(i % 10 == 0 ? " check\n" : "\n");
        }
        return config.toString();
    }
}
