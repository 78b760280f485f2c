package io.github.haproxyexporter.haproxycfg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows the statements of a defaults section or a proxy, starting from what its defaults say. */
final class ProxyBuilder {
    /** The times that the model hands out; a wrong one is found here, where its line is known. */
    private static final Set<String> TIMEOUTS_READ = Set.of("check", "connect", "server", "queue");

    /** The keywords that are told apart by their next word. */
    private static final Set<String> WITH_SUBJECT = Set.of("stats", "bind", "http-request", "errorfile");

    private final Map<String, Setting> settings;
    private final CheckMethodBuilder check;
    private final ServerBuilder serverBuilder;
    private final List<Server> servers = new ArrayList<>();
    private final Optional<Origin> defaults;
    private Optional<Origin> origin = Optional.empty();

    private ProxyBuilder(
            Map<String, Setting> settings, CheckMethodBuilder check, ServerBuilder servers, Optional<Origin> defaults) {
        this.defaults = defaults;
        this.settings = settings;
        this.check = check;
        this.serverBuilder = servers;
    }

    /** What HAProxy starts with when there is no defaults section. */
    static ProxyBuilder empty() {
        return new ProxyBuilder(
                new HashMap<>(), new CheckMethodBuilder(), new ServerBuilder(Map.of()), Optional.empty());
    }

    /** A section under these defaults. */
    ProxyBuilder child() {
        return new ProxyBuilder(
                new HashMap<>(settings), check.child(), new ServerBuilder(serverBuilder.defaults()), origin);
    }

    /** Reads the whole section. */
    void read(ConfigSection section, TlsDefaults tls) throws ConfigException {
        origin = Optional.of(section.header().origin());
        for (Statement statement : section.statements()) {
            read(section.name(), statement, tls);
        }
    }

    private void read(String proxy, Statement statement, TlsDefaults tls) throws ConfigException {
        switch (statement.word(0)) {
            case "server", "server-template" -> servers.addAll(serverBuilder.servers(proxy, statement, tls));
            case "default-server" -> serverBuilder.defaultServer(statement);
            case "http-check" -> check.httpCheck(statement);
            case "tcp-check" -> check.tcpCheck(statement);
            case "option" -> readOption(statement);
            case "timeout" -> readTimeout(statement);
            case "enabled" -> settings.remove("disabled");
            default -> {
                if (WITH_SUBJECT.contains(statement.word(0))) {
                    put(statement, statement.word(0) + " " + statement.word(1), 2);
                } else {
                    put(statement, statement.word(0), 1);
                }
            }
        }
    }

    private void readOption(Statement statement) {
        Optional<CheckMethod.Kind> kind = CheckMethod.Kind.ofOption(statement.word(1));
        if (kind.isPresent()) {
            check.option(statement, kind.get());
        } else {
            put(statement, "option " + statement.word(1), 2);
        }
    }

    private void readTimeout(Statement statement) throws ConfigException {
        String keyword = "timeout " + statement.word(1);
        if (TIMEOUTS_READ.contains(statement.word(1))) {
            Durations.parse(statement.word(2), keyword, statement.origin());
        }
        put(statement, keyword, 2);
    }

    private void put(Statement statement, String keyword, int from) {
        if (statement.modifier() == Statement.Modifier.DEFAULT) {
            settings.remove(keyword);
            return;
        }
        boolean negated = statement.modifier() == Statement.Modifier.NO;
        settings.put(
                keyword,
                new Setting(statement.origin(), keyword, statement.arguments(from), negated, statement.text()));
    }

    Proxy build(ConfigSection section) {
        return new Proxy(
                Proxy.Kind.of(section.kind()),
                section.name(),
                section.header().origin(),
                section.header().text(),
                settings,
                check.build(),
                check.lines(),
                servers,
                defaults);
    }
}
