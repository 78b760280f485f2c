package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.http.Limits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags that say what clients may take from the server. */
final class LimitOptions {

    static final String HEADING = "%nLimits for clients:%n";

    @Option(
            names = "--web.max-connections",
            paramLabel = "COUNT",
            defaultValue = "512",
            description = "Open connections of one listener; further ones are closed at once. Each that sends or awaits"
                    + " something has a thread. Default: ${DEFAULT-VALUE}")
    private int maxConnections = 512;

    @Option(
            names = "--web.read-timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "The longest that a request may take to arrive. Default: ${DEFAULT-VALUE}")
    private Duration readTimeout = Duration.ofSeconds(10);

    @Option(
            names = "--web.write-timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "The longest from a request's arrival to the end of its answer. Default: ${DEFAULT-VALUE}")
    private Duration writeTimeout = Duration.ofSeconds(30);

    @Option(
            names = "--web.idle-timeout",
            paramLabel = "DURATION",
            defaultValue = "2m",
            description = "How long a connection without a request stays open. Default: ${DEFAULT-VALUE}")
    private Duration idleTimeout = Duration.ofMinutes(2);

    @Option(
            names = "--web.max-slow-readers",
            paramLabel = "COUNT",
            defaultValue = "16",
            description = "Answers that may wait for slow clients at a time; of more, the longest waiting are cut."
                    + " Default: ${DEFAULT-VALUE}")
    private int maxSlowReaders = 16;

    @Option(
            names = "--web.max-header-size",
            paramLabel = "SIZE",
            defaultValue = "16KiB",
            description = "Length of a request's first line and headers together. Default: ${DEFAULT-VALUE}")
    private long maxHeaderSize = 16L << 10;

    @Option(
            names = "--web.max-headers",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "Number of a request's headers. Default: ${DEFAULT-VALUE}")
    private int maxHeaders = 100;

    @Option(
            names = "--web.max-body-size",
            paramLabel = "SIZE",
            defaultValue = "16KiB",
            description = "Length of a request's body, which nothing reads. Default: ${DEFAULT-VALUE}")
    private long maxBodySize = 16L << 10;

    /**
     * The limits.
     *
     * @throws IllegalArgumentException when they do not fit each other or the time that reading HAProxy may take
     */
    Limits limits(Duration haproxyTimeout) {
        if (writeTimeout.compareTo(haproxyTimeout) <= 0) {
            throw new IllegalArgumentException("--web.write-timeout is " + writeTimeout.toMillis()
                    + "ms and --haproxy.timeout " + haproxyTimeout.toMillis()
                    + "ms: an answer holds the reading of HAProxy, so the first must be the longer one");
        }
        if (idleTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "--web.idle-timeout is " + idleTimeout.toMillis() + "ms: expected a second or more");
        }
        if (maxHeaderSize > 1 << 20) {
            throw new IllegalArgumentException(
                    "--web.max-header-size is " + maxHeaderSize + " bytes: expected 1MiB at most");
        }
        return new Limits(
                maxConnections,
                readTimeout,
                writeTimeout,
                idleTimeout,
                (int) maxHeaderSize,
                maxHeaders,
                maxBodySize,
                maxSlowReaders);
    }
}
