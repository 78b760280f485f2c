package io.github.haproxyexporter.haproxycfg;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A frontend, backend or listen section, its defaults merged in.
 *
 * @param header the line that opens the section, as it was written
 * @param settings what is in force, by keyword ({@code mode}, {@code option redispatch}, {@code timeout check} …)
 * @param defaults the line that opens the defaults section it inherits from
 */
public record Proxy(
        Kind kind,
        String name,
        Origin origin,
        String header,
        Map<String, Setting> settings,
        CheckMethod check,
        CheckLines checkLines,
        List<Server> servers,
        Optional<Origin> defaults) {

    /** Which section it is. */
    public enum Kind {
        FRONTEND,
        BACKEND,
        LISTEN;

        static Kind of(String keyword) {
            return valueOf(keyword.toUpperCase(Locale.ROOT));
        }
    }

    public Proxy {
        settings = Map.copyOf(settings);
        servers = List.copyOf(servers);
    }

    /** The setting, unless it is absent or negated. */
    public Optional<Setting> setting(String keyword) {
        return Optional.ofNullable(settings.get(keyword)).filter(setting -> !setting.negated());
    }

    public boolean has(String keyword) {
        return setting(keyword).isPresent();
    }

    /** True when that line stands in this section, not in its defaults. */
    public boolean owns(Origin line) {
        return line.file().equals(origin.file()) && line.line() > origin.line();
    }

    public boolean http() {
        return setting("mode").map(Setting::value).orElse("tcp").equals("http");
    }

    public boolean disabled() {
        return has("disabled");
    }

    /** True when clients are sent to a certain server, by a cookie, a stick table or a hash. */
    public boolean bindsClients() {
        String balance = setting("balance").map(Setting::value).orElse("roundrobin");
        boolean hashes = !List.of("roundrobin", "static-rr", "leastconn", "first", "random")
                        .contains(balance)
                && !balance.startsWith("random(");
        return hashes || has("cookie") || has("stick") || has("appsession");
    }

    /** The time of {@code timeout connect}, {@code timeout check} and so on. */
    public Optional<Duration> timeout(String name) {
        try {
            Optional<Setting> setting = setting("timeout " + name);
            return setting.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Durations.parse(
                            setting.get().value(),
                            setting.get().keyword(),
                            setting.get().origin()));
        } catch (ConfigException e) {
            throw new IllegalStateException("the reader let a wrong time pass", e);
        }
    }

    public Optional<Server> server(String serverName) {
        return servers.stream()
                .filter(server -> server.name().equals(serverName))
                .findFirst();
    }
}
