package io.github.haproxyexporter.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The retired Go exporter, as Debian packages it ({@code prometheus-haproxy-exporter}): the program to be compared with. */
public final class GoExporter implements AutoCloseable {
    private final RunningProcess process;
    private final int port;

    private GoExporter(RunningProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it for that address, for example {@link HaproxyProcess#scrapeUri()}, with further flags. */
    public static GoExporter start(String scrapeUri, String... flags) {
        int port = Ports.free();
        List<String> command = new ArrayList<>(List.of(
                Programs.find("prometheus-haproxy-exporter").toString(),
                "--haproxy.scrape-uri=" + scrapeUri,
                "--web.listen-address=127.0.0.1:" + port));
        command.addAll(List.of(flags));
        GoExporter exporter = new GoExporter(RunningProcess.start("go-exporter", command), port);
        try {
            exporter.process.await(
                    "answering", Duration.ofSeconds(20), () -> HttpAnswer.answers(exporter.url("/"), 200));
            return exporter;
        } catch (RuntimeException e) {
            exporter.close();
            throw e;
        }
    }

    /** Its answer to one scrape. */
    public HttpAnswer scrape() {
        return HttpAnswer.get(url("/metrics"));
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    public RunningProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
