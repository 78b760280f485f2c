package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the rules look at.
 *
 * @param seenDurations how long the last check of each server took, by {@code backend/server}; empty when nobody asked HAProxy
 */
public record LintInput(HaproxyConfig config, Map<String, Duration> seenDurations) {

    public LintInput {
        seenDurations = Map.copyOf(seenDurations);
    }

    /** The proxies in use that have servers in use. */
    List<Proxy> backends() {
        return config.proxies().stream()
                .filter(proxy -> !proxy.disabled() && !servers(proxy).isEmpty())
                .toList();
    }

    /** The servers that are not disabled by the configuration. */
    static List<Server> servers(Proxy proxy) {
        return proxy.servers().stream().filter(server -> !server.disabled()).toList();
    }

    /** The servers in use that HAProxy checks itself. */
    static List<Server> checked(Proxy proxy) {
        return servers(proxy).stream()
                .filter(server -> server.check().enabled())
                .toList();
    }
}
