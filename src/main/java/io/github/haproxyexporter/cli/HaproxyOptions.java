package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The flags that say which HAProxy to ask and how. */
final class HaproxyOptions {

    private static final String DEFAULT = "unix:/run/haproxy/admin.sock";

    @ArgGroup(validate = false, heading = "%nHAProxy:%n", order = 1)
    private Group group = new Group();

    /** A group, for the help's sake. */
    static final class Group extends HaproxyFlags {
        @Option(
                names = "--haproxy.scrape-uri",
                order = ADDRESS,
                paramLabel = "URI",
                split = ",",
                description = {
                    "Where HAProxy's statistics are: unix:/path, unix:@abstract, tcp://host:port, or"
                            + " http(s)://[user:password@]host/path;csv. For the daemon repeatable, and the file name of"
                            + " unix:/path may be a pattern such as *.sock.",
                    "Default: " + DEFAULT
                })
        private List<HaproxyAddress> scrapeUris = new ArrayList<>();
    }

    /** All addresses; empty when none is given. */
    List<HaproxyAddress> addresses() {
        return group.scrapeUris;
    }

    static HaproxyAddress defaultAddress() {
        return HaproxyAddress.parse(DEFAULT);
    }

    /**
     * The one address.
     *
     * @throws IllegalArgumentException when several are given
     */
    HaproxyAddress address() {
        if (group.scrapeUris.size() > 1) {
            throw new IllegalArgumentException("--haproxy.scrape-uri is given more than once: expected one HAProxy");
        }
        return group.scrapeUris.isEmpty() ? defaultAddress() : group.scrapeUris.get(0);
    }

    Duration timeout() {
        return group.timeout();
    }

    HaproxyClient client(HaproxyAddress address) {
        return group.client(address);
    }

    HaproxyClient.Options clientOptions() {
        return group.clientOptions();
    }

    HaproxyClient client() {
        return client(address());
    }
}
