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
    static final class Group extends HaproxyFlags {
        @Option(
                names = "--haproxy.scrape-uri",
                order = ADDRESS,
                paramLabel = "URI",
                defaultValue = "unix:/run/haproxy/admin.sock",
                description = {
                    "Where HAProxy's statistics are: unix:/path, unix:@abstract, tcp://host:port, or"
                            + " http(s)://[user:password@]host/path;csv.",
                    "Default: ${DEFAULT-VALUE}"
                })
        private HaproxyAddress scrapeUri = HaproxyAddress.parse("unix:/run/haproxy/admin.sock");
    }

    HaproxyAddress address() {
        return group.scrapeUri;
    }

    Duration timeout() {
        return group.timeout();
    }

    HaproxyClient client() {
        return group.client(group.scrapeUri);
    }
}
