package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.http.Limits;
import java.time.Duration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The flags that say what clients may take from the server. */
final class LimitOptions {

    @ArgGroup(validate = false, heading = "%nLimits for clients:%n", order = 4)
    private Group group = new Group();

    /** A group, for the help's sake. */
    static final class Group {
        @Option(
                names = "--web.max-connections",
                paramLabel = "COUNT",
                defaultValue = "512",
                description =
                        "Open connections of one listener; further ones are closed at once. Each that sends or awaits"
                                + " something has a thread. Default: ${DEFAULT-VALUE}")
        private Count maxConnections = new Count(512);

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
                description =
                        "The longest from a request's arrival to the end of its answer. Default: ${DEFAULT-VALUE}")
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
        private Count maxSlowReaders = new Count(16);

        @Option(
                names = "--web.max-header-size",
                paramLabel = "SIZE",
                defaultValue = "16KiB",
                description = "Length of a request's first line and headers together. Default: ${DEFAULT-VALUE}")
        private ByteSize maxHeaderSize = new ByteSize(16L << 10);

        @Option(
                names = "--web.max-headers",
                paramLabel = "COUNT",
                defaultValue = "100",
                description = "Number of a request's headers. Default: ${DEFAULT-VALUE}")
        private Count maxHeaders = new Count(100);

        @Option(
                names = "--web.max-body-size",
                paramLabel = "SIZE",
                defaultValue = "16KiB",
                description = "Length of a request's body, which nothing reads. Default: ${DEFAULT-VALUE}")
        private ByteSize maxBodySize = new ByteSize(16L << 10);
    }

    /**
     * The limits.
     *
     * @throws IllegalArgumentException when they do not fit each other or the time that reading HAProxy may take
     */
    Limits limits(Duration haproxyTimeout) {
        if (group.writeTimeout.compareTo(haproxyTimeout) <= 0) {
            throw new IllegalArgumentException("--web.write-timeout is " + group.writeTimeout.toMillis()
                    + "ms and --haproxy.timeout " + haproxyTimeout.toMillis()
                    + "ms: an answer holds the reading of HAProxy, so the first must be the longer one");
        }
        if (group.idleTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException(
                    "--web.idle-timeout is " + group.idleTimeout.toMillis() + "ms: expected a second or more");
        }
        if (group.maxHeaderSize.bytes() > 1 << 20) {
            throw new IllegalArgumentException(
                    "--web.max-header-size is " + group.maxHeaderSize.bytes() + " bytes: expected 1MiB at most");
        }
        return new Limits(
                group.maxConnections.number(),
                group.readTimeout,
                group.writeTimeout,
                group.idleTimeout,
                (int) group.maxHeaderSize.bytes(),
                group.maxHeaders.number(),
                group.maxBodySize.bytes(),
                group.maxSlowReaders.number());
    }
}
