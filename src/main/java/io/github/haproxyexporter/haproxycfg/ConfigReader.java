package io.github.haproxyexporter.haproxycfg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads configuration files in the order in which {@code haproxy -f} is given them. */
public final class ConfigReader {
    private final StatementReader statements;
    private final Map<String, ProxyBuilder> namedDefaults = new HashMap<>();
    private final Map<String, Setting> globals = new HashMap<>();
    private final List<String> resolvers = new ArrayList<>();
    private final List<Proxy> proxies = new ArrayList<>();
    private final List<StatsSocket> sockets = new ArrayList<>();
    private ProxyBuilder lastDefaults = ProxyBuilder.empty();
    private Optional<String> socketMode = Optional.empty();
    private final TlsDefaults tls = new TlsDefaults(globals);

    private ConfigReader(Map<String, String> environment, Optional<String> version) {
        statements = new StatementReader(environment, version);
    }

    /**
     * Reads files and directories.
     *
     * @param environment what {@code "${NAME}"} stands for
     * @param version HAProxy's version where it is known, for {@code version_atleast()}
     * @throws ConfigException when a file cannot be read, or is none that HAProxy would accept
     */
    public static HaproxyConfig read(List<Path> paths, Map<String, String> environment, Optional<String> version)
            throws ConfigException {
        ConfigReader reader = new ConfigReader(environment, version);
        for (Path file : ConfigFiles.expand(paths)) {
            reader.statements.read(file.toString(), ConfigFiles.lines(file));
        }
        return reader.build();
    }

    /** Reads one text under the name of a file. */
    public static HaproxyConfig read(String file, String text, Map<String, String> environment) throws ConfigException {
        ConfigReader reader = new ConfigReader(environment, Optional.empty());
        reader.statements.read(file, text.lines().toList());
        return reader.build();
    }

    private HaproxyConfig build() throws ConfigException {
        for (ConfigSection section : statements.sections()) {
            switch (section.kind()) {
                case "global" -> readGlobal(section);
                case "defaults" -> readDefaults(section);
                case "resolvers" -> resolvers.add(section.name());
                case "frontend", "backend", "listen" -> {
                    ProxyBuilder proxy = parent(section).child();
                    proxy.read(section, tls);
                    proxies.add(proxy.build(section));
                }
                default -> {}
            }
        }
        return new HaproxyConfig(globals, resolvers, proxies, sockets, statements.notes(), statements.comments());
    }

    private void readGlobal(ConfigSection section) {
        globals.putIfAbsent("global", setting(section.header()));
        for (Statement statement : section.statements()) {
            globals.put(statement.word(0), setting(statement));
            switch (statement.word(0)) {
                case "stats" -> {
                    if (statement.word(1).equals("socket") && !statement.word(2).isEmpty()) {
                        sockets.add(StatsSocket.of(statement, socketMode));
                    }
                }
                case "unix-bind" -> {
                    int mode = statement.words().indexOf("mode");
                    socketMode = mode > 0 ? Optional.of(statement.word(mode + 1)) : socketMode;
                }
                default -> {}
            }
        }
    }

    private static Setting setting(Statement statement) {
        return new Setting(statement.origin(), statement.word(0), statement.arguments(1), false, statement.text());
    }

    private void readDefaults(ConfigSection section) throws ConfigException {
        // Without "from", a defaults section starts anew; only proxies look at the last one before them.
        ProxyBuilder defaults = section.from().isPresent() ? parent(section).child() : ProxyBuilder.empty();
        defaults.read(section, tls);
        lastDefaults = defaults;
        if (!section.name().isEmpty()) {
            namedDefaults.put(section.name(), defaults);
        }
    }

    private ProxyBuilder parent(ConfigSection section) throws ConfigException {
        if (section.from().isEmpty()) {
            return lastDefaults;
        }
        ProxyBuilder named = namedDefaults.get(section.from().get());
        if (named == null) {
            throw new ConfigException(
                    section.header().origin(),
                    "there is no 'defaults " + section.from().get() + "' before this line; known names: "
                            + (namedDefaults.isEmpty()
                                    ? "none"
                                    : String.join(
                                            ", ",
                                            namedDefaults.keySet().stream()
                                                    .sorted()
                                                    .toList())));
        }
        return named;
    }
}
