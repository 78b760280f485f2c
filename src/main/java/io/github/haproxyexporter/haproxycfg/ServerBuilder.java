package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes servers out of {@code server} and {@code server-template} lines and what {@code default-server} gathered before them. */
final class ServerBuilder {
    /** HAProxy would need gigabytes for more; a typing error should not take ours. */
    private static final int MAX_TEMPLATE = 65_536;

    private final Map<String, Setting> defaults;

    ServerBuilder(Map<String, Setting> inherited) {
        defaults = new LinkedHashMap<>(inherited);
    }

    /** What has been gathered so far. */
    Map<String, Setting> defaults() {
        return defaults;
    }

    void defaultServer(Statement statement) throws ConfigException {
        apply(statement, 1, defaults);
    }

    Server server(String backend, Statement statement, TlsDefaults tls) throws ConfigException {
        List<String> arguments = statement.arguments(1);
        if (arguments.size() < 2) {
            throw new ConfigException(
                    statement.origin(), "'server' must be followed by a name and an address, such as web1 10.0.0.1:80");
        }
        Map<String, Setting> settings = new LinkedHashMap<>(defaults);
        apply(statement, 3, settings);
        return build(backend, arguments.get(0), arguments.get(1), statement, false, settings, tls);
    }

    List<Server> template(String backend, Statement statement, TlsDefaults tls) throws ConfigException {
        List<String> arguments = statement.arguments(1);
        if (arguments.size() < 3) {
            throw new ConfigException(
                    statement.origin(),
                    "'server-template' must be followed by a prefix, a number or range, and an address,"
                            + " such as web 1-3 web.example.com:80");
        }
        Map<String, Setting> settings = new LinkedHashMap<>(defaults);
        apply(statement, 4, settings);
        int[] range = range(arguments.get(1), statement.origin());
        List<Server> servers = new ArrayList<>();
        for (int i = range[0]; i <= range[1]; i++) {
            servers.add(build(backend, arguments.get(0) + i, arguments.get(2), statement, true, settings, tls));
        }
        return servers;
    }

    private static Server build(
            String backend,
            String name,
            String address,
            Statement statement,
            boolean template,
            Map<String, Setting> settings,
            TlsDefaults tls)
            throws ConfigException {
        ServerAddress parsed = ServerAddress.parse(address);
        Server.Keywords keywords = new Server.Keywords(settings);
        return new Server(
                backend,
                name,
                parsed,
                statement.origin(),
                statement.text(),
                template,
                keywords.number("weight").orElse(1),
                keywords,
                CheckSettings.of(keywords, parsed, tls),
                AgentSettings.of(keywords));
    }

    private static void apply(Statement statement, int from, Map<String, Setting> settings) throws ConfigException {
        for (ServerKeywords.Use use : ServerKeywords.split(statement.arguments(from), statement.origin())) {
            use.undoes().ifPresent(settings::remove);
            settings.put(
                    use.keyword(),
                    new Setting(statement.origin(), use.keyword(), use.values(), false, statement.text()));
            // "check" after "no-check" checks again; the undoing word itself must not outlive it.
            settings.remove("no-" + use.keyword());
        }
    }

    private static int[] range(String text, Origin origin) throws ConfigException {
        String[] ends = text.split("-", 2);
        try {
            int low = ends.length == 1 ? 1 : Integer.parseInt(ends[0]);
            int high = Integer.parseInt(ends[ends.length - 1]);
            if (low >= 0 && low <= high && high - low < MAX_TEMPLATE) {
                return new int[] {low, high};
            }
        } catch (NumberFormatException e) {
            throw wrongRange(text, origin);
        }
        throw wrongRange(text, origin);
    }

    private static ConfigException wrongRange(String text, Origin origin) {
        return new ConfigException(
                origin,
                "'server-template' has the range '" + text + "'; expected a number such as 3 or a range such as 1-3");
    }
}
