package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags that say which HAProxy to ask and how. */
final class HaproxyOptions extends HaproxyFlags {

    static final String HEADING = "%nHAProxy:%n";

    private static final String DEFAULT = "unix:/run/haproxy/admin.sock";

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

    boolean isAddressGiven() {
        return !scrapeUris.isEmpty();
    }

    /** All addresses that are given, or the default one. */
    List<HaproxyAddress> addresses() {
        return isAddressGiven() ? scrapeUris : List.of(HaproxyAddress.parse(DEFAULT));
    }

    /**
     * The one address.
     *
     * @throws IllegalArgumentException when several are given
     */
    HaproxyAddress address() {
        if (scrapeUris.size() > 1) {
            throw new IllegalArgumentException("--haproxy.scrape-uri is given more than once: expected one HAProxy");
        }
        return addresses().get(0);
    }

    HaproxyClient client() {
        return client(address());
    }
}
