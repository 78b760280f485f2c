package io.github.haproxyexporter.testing;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A real HAProxy with a stats socket. {@link #reload()}, {@link #kill()} with {@link #restart()} and the signals do what operators and crashes do; the
 * socket's path and the ports stay the same throughout.
 */
public final class HaproxyProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Builder settings;
    private final ScratchDirectory directory;
    private final Map<String, Integer> ports;
    private final Map<String, String> values;
    private final HaproxySocket socket;
    private final Deque<RunningProcess> processes = new ArrayDeque<>();
    private String template;

    private HaproxyProcess(Builder settings, String template) {
        this.settings = settings;
        this.template = template;
        this.directory = settings.flavor.directory();
        this.ports = new LinkedHashMap<>(settings.ports);
        this.values = new HashMap<>(settings.values);
        this.socket = new HaproxySocket(directory.resolve("s"));
        values.put("socket", socket.path().toString());
    }

    public static Builder builder() {
        return new Builder();
    }

    /** HAProxy of this machine with that configuration and a socket of level {@code admin}. */
    public static HaproxyProcess start(String config) {
        return builder().config(config).start();
    }

    /** The socket, as a value with all commands. */
    public HaproxySocket socket() {
        return socket;
    }

    public Path socketPath() {
        return socket.path();
    }

    /** The socket's address for {@code --haproxy.scrape-uri}. */
    public String scrapeUri() {
        return socket.uri();
    }

    /** The port behind <code>{{port:NAME}}</code> in the configuration. */
    public int port(String name) {
        Integer port = ports.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port \"" + name + "\" in the configuration, only " + ports.keySet());
        }
        return port;
    }

    /** {@code http://127.0.0.1:PORT} and the path. */
    public String url(String portName, String path) {
        return "http://127.0.0.1:" + port(portName) + path;
    }

    public ScratchDirectory directory() {
        return directory;
    }

    /** The configuration file as HAProxy reads it. */
    public Path configFile() {
        return directory.resolve("haproxy.cfg");
    }

    /** Answer to one command line, for example {@code show stat}. */
    public String command(String line) {
        return socket.command(line);
    }

    /** The process that serves now: with a master, the master. */
    public RunningProcess process() {
        return processes.getLast();
    }

    /** The {@code Pid} of the process that answers on the socket: with a master, its worker. */
    public long servingPid() {
        return Long.parseLong(socket.info().getOrDefault("Pid", "-1"));
    }

    /** Waits until HAProxy answers on its socket. */
    public void awaitReady() {
        process().await("answering on " + socket.path(), PATIENCE, socket::answers);
    }

    /** Waits until the {@code status} column of a row is that text. */
    public void awaitStatus(String proxy, String server, String status) {
        awaitStatus(proxy, server, status::equals);
    }

    public void awaitStatus(String proxy, String server, Predicate<String> status) {
        awaitColumn(proxy, server, "status", status);
    }

    /** Waits until a column of a row has a fitting value. */
    public void awaitColumn(String proxy, String server, String column, Predicate<String> value) {
        process()
                .await(
                        "showing the awaited " + column + " of " + proxy + "/" + server,
                        PATIENCE,
                        () -> value.test(socket.column(proxy, server, column)));
    }

    /** Starts a new process that takes over from the present one, which ends when its connections are done. */
    public void reload() {
        reload(template);
    }

    /** Like {@link #reload()}, with another configuration; ports named before stay. */
    public void reload(String config) {
        template = config;
        long before = servingPid();
        Optional<ProcessHandle> old = ProcessHandle.of(before);
        if (settings.masterWorker) {
            writeConfig();
            // The worker may answer before its master listens to signals.
            process().await("answering on the master's socket", PATIENCE, this::masterAnswers);
            process().signal("USR2");
        } else {
            launch("-x", socket.path().toString(), "-sf", Long.toString(before));
        }
        // For a moment both accept on the socket: who answers is told by its pid, and only the old one's end makes it
        // certain.
        process()
                .await(
                        "answering with a new process",
                        PATIENCE,
                        () -> old.map(RunningProcess::hasEnded).orElse(true)
                                && socket.answers()
                                && servingPid() != before);
    }

    /** Ends all its processes at once, as a crash would; the socket's file stays behind. */
    public void kill() {
        List<ProcessHandle> workers = process().handle().descendants().toList();
        process().kill();
        workers.forEach(ProcessHandle::destroyForcibly);
    }

    /** Stops it in an orderly way; {@link #restart()} brings it back. */
    public void stop() {
        process().stop();
    }

    /** Starts it again after {@link #kill()} or {@link #stop()}. */
    public void restart() {
        launch();
        awaitReady();
    }

    /** Holds the serving process (signal STOP): its socket still accepts, and nothing answers. */
    public void pause() {
        if (settings.masterWorker) {
            throw new IllegalStateException(
                    "pause needs a HAProxy without a master: the worker is not this test's child");
        }
        process().signal("STOP");
    }

    /** Lets a held process go on. */
    public void resume() {
        process().signal("CONT");
    }

    @Override
    public void close() {
        try {
            while (!processes.isEmpty()) {
                processes.removeLast().close();
            }
        } finally {
            directory.close();
        }
    }

    /** Asks the master to reload a configuration that it cannot read, and waits until it went on with the old one. */
    public void failReload() {
        String working = template;
        template = "no-such-section\n";
        writeConfig();
        template = working;
        process().await("answering on the master's socket", PATIENCE, this::masterAnswers);
        String before = reloads();
        process().signal("USR2");
        process()
                .await(
                        "failing to reload",
                        PATIENCE,
                        () -> masterAnswers() && !reloads().equals(before) && socket.answers());
    }

    /** What the master says of its reloads. */
    private String reloads() {
        return masterSocket()
                .command("show proc;quit")
                .lines()
                .filter(line -> line.contains("master"))
                .map(line -> line.replaceFirst(" \\d+d\\d+h.*", ""))
                .findFirst()
                .orElse("");
    }

    /** The socket of the master process. */
    public HaproxySocket masterSocket() {
        return new HaproxySocket(directory.resolve("m"));
    }

    private boolean masterAnswers() {
        try {
            // Unlike a worker's socket, a master's stays open until it is told to quit.
            return masterSocket().command("show proc;quit").contains("worker");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void launch(String... arguments) {
        writeConfig();
        List<String> all = new ArrayList<>(
                settings.masterWorker
                        ? List.of("-W", "-S", masterSocket().path().toString())
                        : List.of("-db"));
        all.addAll(List.of("-f", configFile().toString()));
        all.addAll(List.of(arguments));
        processes.add(RunningProcess.start("haproxy", settings.flavor.command(all.toArray(String[]::new))));
    }

    private void writeConfig() {
        String global = """
                global
                    stats socket {{socket}} mode %s level %s expose-fd listeners
                    stats timeout 60s

                """.formatted(settings.socketMode, settings.socketLevel);
        directory.write("haproxy.cfg", HaproxyConfig.fill(global + template, directory.path(), values, ports));
    }

    /** What to start; all but the configuration has a usual value. */
    public static final class Builder {
        private HaproxyFlavor flavor = HaproxyFlavor.system();
        private Optional<String> config = Optional.empty();
        private String socketLevel = "admin";
        private String socketMode = "600";
        private boolean masterWorker;
        private final Map<String, Integer> ports = new LinkedHashMap<>();
        private final Map<String, String> values = new HashMap<>();
        private final Map<String, String> files = new LinkedHashMap<>();

        private Builder() {}

        public Builder flavor(HaproxyFlavor chosen) {
            flavor = chosen;
            return this;
        }

        /**
         * The configuration without its stats socket. <code>{{dir}}</code>, <code>{{socket}}</code>, <code>{{port:NAME}}</code> (a free port) and
         * <code>{{NAME}}</code> (see {@link #value}) are filled in.
         */
        public Builder config(String text) {
            config = Optional.of(text);
            return this;
        }

        /** Level of the stats socket: {@code admin} (usual), {@code operator} or {@code user}. */
        public Builder socketLevel(String level) {
            socketLevel = level;
            return this;
        }

        /** File mode of the stats socket, {@code 600} if not set. */
        public Builder socketMode(String octal) {
            socketMode = octal;
            return this;
        }

        /** Runs a master with a worker, as Debian's service does. */
        public Builder masterWorker() {
            masterWorker = true;
            return this;
        }

        /** Sets the port behind <code>{{port:NAME}}</code>. */
        public Builder port(String name, int port) {
            ports.put(name, port);
            return this;
        }

        /** Sets the text behind <code>{{NAME}}</code>. */
        public Builder value(String name, String text) {
            values.put(name, text);
            return this;
        }

        /** A file to be written to <code>{{dir}}/NAME</code> before the start. */
        public Builder file(String name, String text) {
            files.put(name, text);
            return this;
        }

        /** Starts it and waits until it answers. */
        public HaproxyProcess start() {
            HaproxyProcess haproxy = prepare();
            try {
                haproxy.launch();
                haproxy.awaitReady();
                return haproxy;
            } catch (RuntimeException e) {
                haproxy.close();
                throw e;
            }
        }

        /** What {@code haproxy -c} says of the configuration. */
        public Finished check() {
            try (HaproxyProcess haproxy = prepare()) {
                haproxy.writeConfig();
                return Finished.run(
                        flavor.command("-c", "-f", haproxy.configFile().toString()));
            }
        }

        private HaproxyProcess prepare() {
            String text = config.orElseThrow(() -> new IllegalStateException("HAProxy needs a configuration"));
            HaproxyProcess haproxy = new HaproxyProcess(this, text);
            files.forEach(haproxy.directory::write);
            return haproxy;
        }
    }
}
