package io.github.haproxyexporter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/** A real Alertmanager without a cluster. */
public final class AlertmanagerServer implements AutoCloseable {
    private final RunningProcess process;
    private final ScratchDirectory directory;
    private final int port;

    private AlertmanagerServer(RunningProcess process, ScratchDirectory directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Starts it with a configuration file's text and waits until it is ready. */
    public static AlertmanagerServer start(String alertmanagerYml) {
        ScratchDirectory directory = ScratchDirectory.create();
        int port = Ports.free();
        RunningProcess process = RunningProcess.start(
                "alertmanager",
                List.of(
                        Programs.find("prometheus-alertmanager").toString(),
                        "--config.file=" + directory.write("alertmanager.yml", alertmanagerYml),
                        "--storage.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--cluster.listen-address="));
        AlertmanagerServer server = new AlertmanagerServer(process, directory, port);
        try {
            process.await("ready", Duration.ofSeconds(30), () -> HttpAnswer.answers(server.url("/-/ready"), 200));
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** {@code 127.0.0.1:PORT}, for Prometheus's {@code alertmanagers} targets. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Base address and path. */
    public String url(String path) {
        return "http://" + address() + path;
    }

    /** The alerts of {@code /api/v2/alerts}: labels, annotations, and the state with what inhibits or silences each. */
    public JsonNode alerts() {
        return HttpAnswer.get(url("/api/v2/alerts")).json();
    }

    /** The alerts by group and receiver, as {@code /api/v2/alerts/groups} has them. */
    public JsonNode groups() {
        return HttpAnswer.get(url("/api/v2/alerts/groups")).json();
    }

    public RunningProcess process() {
        return process;
    }

    @Override
    public void close() {
        try (directory) {
            process.close();
        }
    }
}
