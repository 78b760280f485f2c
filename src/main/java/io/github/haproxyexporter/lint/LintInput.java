package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What the rules look at.
 *
 * @param seenDurations how long the last check of each server took, by {@code backend/server}; empty without a running HAProxy
 * @param seenCodes the HTTP status of the last passed check, likewise
 */
public record LintInput(HaproxyConfig config, Map<String, Duration> seenDurations, Map<String, Integer> seenCodes) {

    public LintInput {
        seenDurations = Map.copyOf(seenDurations);
        seenCodes = Map.copyOf(seenCodes);
    }

    /** What is known when no HTTP status was seen. */
    public LintInput(HaproxyConfig config, Map<String, Duration> seenDurations) {
        this(config, seenDurations, Map.of());
    }

    /** The proxies in use that have servers in use. */
    List<Proxy> backends() {
        return config.proxies().stream()
                .filter(proxy -> !proxy.disabled() && !servers(proxy).isEmpty())
                .toList();
    }

    /** Those of them that HAProxy checks a server of. */
    List<Proxy> checkedBackends() {
        return backends().stream().filter(proxy -> !checked(proxy).isEmpty()).toList();
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

    /** Looks at every server in use. */
    void eachServer(BiConsumer<Proxy, Server> look) {
        backends().forEach(proxy -> servers(proxy).forEach(server -> look.accept(proxy, server)));
    }

    /** Looks at every server that HAProxy checks. */
    void eachChecked(BiConsumer<Proxy, Server> look) {
        backends().forEach(proxy -> checked(proxy).forEach(server -> look.accept(proxy, server)));
    }
}
