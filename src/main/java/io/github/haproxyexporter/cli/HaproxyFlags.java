package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The flags that say how HAProxy is asked; which one, the commands that have them say. */
abstract class HaproxyFlags {
    /** Before them stands the address. */
    static final int ADDRESS = 0;

    @Option(
            names = "--haproxy.timeout",
            order = 1,
            paramLabel = "DURATION",
            defaultValue = "5s",
            description = "The longest that connecting and reading may take together. Default: ${DEFAULT-VALUE}")
    private Duration timeout = Duration.ofSeconds(5);

    @Option(
            names = "--haproxy.ssl-verify",
            order = 2,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether an https address must show a certificate that is trusted. Default: yes")
    private boolean sslVerify = true;

    // picocli negates no name with a dot in it.
    @Option(
            names = "--no-haproxy.ssl-verify",
            order = 3,
            description = "Takes any certificate of an https address, its name unread.")
    private boolean noSslVerify;

    @Option(
            names = "--haproxy.max-response-size",
            order = 4,
            paramLabel = "SIZE",
            defaultValue = "256MiB",
            description = "The longest answer that is read. Default: ${DEFAULT-VALUE}")
    private long maxResponseSize = 256L << 20;

    final Duration timeout() {
        return timeout;
    }

    final Deadline deadline() {
        return Deadline.in(timeout);
    }

    final HaproxyClient client(HaproxyAddress address) {
        return HaproxyClient.of(address, clientOptions());
    }

    /** All that the HAProxy at an address says of its process and objects. */
    final Snapshot snapshot(HaproxyAddress address) throws HaproxyException {
        return new SnapshotReader(client(address), KnownColumns.load()).read(SnapshotRequest.everything(), deadline());
    }

    final HaproxyClient.Options clientOptions() {
        return new HaproxyClient.Options(maxResponseSize, sslVerify && !noSslVerify);
    }
}
