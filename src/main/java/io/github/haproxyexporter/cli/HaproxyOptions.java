package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import java.time.Duration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The flags that say which HAProxy to ask and how. */
final class HaproxyOptions {

    @ArgGroup(validate = false, heading = "%nHAProxy:%n", order = 1)
    private Group group = new Group();

    /** A group, for the help's sake. */
    static final class Group {
        @Option(
                names = "--haproxy.scrape-uri",
                paramLabel = "URI",
                defaultValue = "unix:/run/haproxy/admin.sock",
                description = {
                    "Where HAProxy's statistics are: unix:/path, unix:@abstract, tcp://host:port, or"
                            + " http(s)://[user:password@]host/path;csv.",
                    "Default: ${DEFAULT-VALUE}"
                })
        private HaproxyAddress scrapeUri = HaproxyAddress.parse("unix:/run/haproxy/admin.sock");

        @Option(
                names = "--haproxy.timeout",
                paramLabel = "DURATION",
                defaultValue = "5s",
                description = "The longest that connecting and reading may take together. Default: ${DEFAULT-VALUE}")
        private Duration timeout = Duration.ofSeconds(5);

        @Option(
                names = "--haproxy.ssl-verify",
                defaultValue = "true",
                fallbackValue = "true",
                description = "Whether an https address must show a certificate that is trusted. Default: yes")
        private boolean sslVerify = true;

        // picocli negates no name with a dot in it.
        @Option(
                names = "--no-haproxy.ssl-verify",
                description = "Takes any certificate of an https address, its name unread.")
        private boolean noSslVerify;

        @Option(
                names = "--haproxy.max-response-size",
                paramLabel = "SIZE",
                defaultValue = "256MiB",
                description = "The longest answer that is read. Default: ${DEFAULT-VALUE}")
        private ByteSize maxResponseSize = new ByteSize(256L << 20);
    }

    HaproxyAddress address() {
        return group.scrapeUri;
    }

    Duration timeout() {
        return group.timeout;
    }

    HaproxyClient client() {
        return HaproxyClient.of(
                group.scrapeUri,
                new HaproxyClient.Options(group.maxResponseSize.bytes(), group.sslVerify && !group.noSslVerify));
    }
}
