package io.github.haproxyexporter.testing;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * This project's exporter as its users run it: the packaged jar or the launcher, in a process of its own. Closing it sends TERM and fails the test when it
 * does not end well.
 */
public final class ExporterProcess implements AutoCloseable {
    /** The system property that names the jar, {@code target/haproxy-exporter.jar} when not set. */
    public static final String JAR_PROPERTY = "exporter.jar";

    /** The system property with the home of the Java that runs it, which is the tests' own when not set. */
    private static final String JAVA_PROPERTY = "exporter.java.home";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ENDED_BY_TERM = 143;

    private final RunningProcess process;
    private final String base;

    private ExporterProcess(RunningProcess process, String base) {
        this.process = process;
        this.base = base;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The jar with these flags on a free port, ready to be scraped. */
    public static ExporterProcess start(String... flags) {
        return builder().flags(flags).start();
    }

    /** Runs a command of the jar to its end, for example {@code run("status", "--haproxy.scrape-uri=…")}. */
    public static Finished run(String... arguments) {
        return run(List.of(arguments), "");
    }

    /** Like {@link #run(String...)}, with a standard input. */
    public static Finished run(List<String> arguments, String input) {
        List<String> command = javaJar();
        command.addAll(arguments);
        return Finished.run(command, Map.of(), input, Duration.ofMinutes(1));
    }

    /** The words that start the jar with these arguments. */
    public static List<String> command(String... arguments) {
        List<String> command = javaJar();
        command.addAll(List.of(arguments));
        return command;
    }

    /** The home of the Java under test. */
    public static Path javaHome() {
        return Path.of(System.getProperty(JAVA_PROPERTY, System.getProperty("java.home")));
    }

    /** The jar under test. */
    public static Path jar() {
        Path jar = Path.of(System.getProperty(JAR_PROPERTY, "target/haproxy-exporter.jar"))
                .toAbsolutePath();
        if (!jar.toFile().isFile()) {
            throw new IllegalStateException(
                    "no " + jar + ": run mvn -DskipTests package, or name it by -D" + JAR_PROPERTY + "=FILE");
        }
        return jar;
    }

    /** One scrape; the path with its query, headers as name, value, name, value. */
    public HttpAnswer scrape(String path, String... headers) {
        return HttpAnswer.get(url(path), headers);
    }

    /** One scrape of {@code /metrics} as plain text, with headers as for {@link #scrape}, judged by the strict parser, which must accept it. */
    public Map<String, Family> families(String... headers) {
        HttpAnswer answer = scrape("/metrics", headers);
        if (answer.status() != 200) {
            throw new IllegalStateException("status " + answer.status() + ": " + answer.text());
        }
        return ExpositionParser.text(answer.body());
    }

    public String url(String path) {
        return base + path;
    }

    /** All that it has logged or printed. */
    public String log() {
        return process.output();
    }

    /** Waits for a text in its log. */
    public void awaitLog(String text) {
        explained(process, () -> process.awaitOutput(text, PATIENCE));
    }

    /** A JVM that keeps a test waiting says what its threads do, in its output and so in the test's error. */
    private static void explained(RunningProcess process, Runnable wait) {
        try {
            wait.run();
        } catch (IllegalStateException e) {
            if (!process.isAlive()) {
                throw e;
            }
            process.signal("QUIT");
            try {
                process.awaitOutput("JNI global refs", Duration.ofSeconds(5));
            } catch (IllegalStateException silent) {
                e.addSuppressed(silent);
            }
            throw new IllegalStateException(e.getMessage() + "\nIts threads:\n" + process.output(), e);
        }
    }

    public RunningProcess process() {
        return process;
    }

    /** Asks it to end and gives the exit code. */
    public int stop() {
        return process.stop();
    }

    @Override
    public void close() {
        boolean ranUntilNow = process.isAlive();
        int exitCode = process.stop();
        String log = log();
        process.close();
        if (ranUntilNow && exitCode != 0 && exitCode != ENDED_BY_TERM) {
            throw new AssertionError("the exporter ended with " + exitCode + " after TERM, expected 0 or "
                    + ENDED_BY_TERM + "; its log:\n" + log);
        }
    }

    private static List<String> javaJar() {
        List<String> command =
                new ArrayList<>(List.of(javaHome().resolve("bin/java").toString()));
        // What the packaged program runs counts for the coverage of the tests.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-javaagent:") && argument.contains("jacoco"))
                .forEach(command::add);
        command.addAll(List.of("-jar", jar().toString()));
        return command;
    }

    /** How to start it. */
    public static final class Builder {
        private final List<String> flags = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private boolean launcher;
        private String scheme = "http";
        private boolean awaitReady = true;

        private Builder() {}

        /** Adds flags; the listen address is added by itself. */
        public Builder flags(String... more) {
            flags.addAll(List.of(more));
            return this;
        }

        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Starts it by {@code bin/haproxy-exporter} and not by {@code java -jar}. */
        public Builder launcher() {
            launcher = true;
            return environment("JAVA_HOME", javaHome().toString());
        }

        /** For an exporter that serves TLS or asks for a password: addresses begin with {@code https}, and start only waits for the port. */
        public Builder secured(boolean tls) {
            scheme = tls ? "https" : "http";
            awaitReady = false;
            return this;
        }

        public ExporterProcess start() {
            int port = Ports.free();
            List<String> command = launcher
                    ? new ArrayList<>(List.of(
                            Path.of("bin/haproxy-exporter").toAbsolutePath().toString()))
                    : javaJar();
            command.add("--web.listen-address=127.0.0.1:" + port);
            command.addAll(flags);
            // Who runs the tests by nohup hands an ignored SIGHUP down, and Java leaves that as it is.
            command.addAll(0, List.of("env", "--default-signal=HUP"));
            RunningProcess process = RunningProcess.start("exporter", command, environment);
            ExporterProcess exporter = new ExporterProcess(process, scheme + "://127.0.0.1:" + port);
            try {
                explained(
                        process,
                        () -> process.await(
                                "ready",
                                PATIENCE,
                                () -> awaitReady
                                        ? HttpAnswer.answers(exporter.url("/-/ready"), 200)
                                        : Ports.accepts(port)));
                return exporter;
            } catch (RuntimeException e) {
                process.close();
                throw e;
            }
        }
    }
}
