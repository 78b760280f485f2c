package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Origin;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.Setting;
import io.github.haproxyexporter.haproxycfg.Statement;
import java.util.List;
import java.util.Optional;

/**
 * The line that a rule objects to, and what it concerns.
 *
 * @param text the line as it was written
 * @param backend the backend concerned; absent for the global section
 */
record FindingSite(Origin origin, String text, Scope scope, Optional<String> backend, Optional<String> server) {
    /** What makes two sites one cause. */
    enum Scope {
        /** The same message in the same backend. */
        BACKEND,
        /** The same line of a section. */
        LINE,
        /** The same line of a defaults section, which many backends may inherit. */
        INHERITED_LINE,
        /** The same message anywhere. */
        CONFIGURATION
    }

    /** The server's own line. */
    static FindingSite of(Server server) {
        return new FindingSite(
                server.origin(),
                server.text(),
                Scope.BACKEND,
                Optional.of(server.backend()),
                server.template() ? Optional.empty() : Optional.of(server.name()));
    }

    /** The line that opens the section. */
    static FindingSite of(Proxy proxy) {
        return new FindingSite(
                proxy.origin(), proxy.header(), Scope.BACKEND, Optional.of(proxy.name()), Optional.empty());
    }

    /** The line that gave the server this keyword, the server's own when nothing did. */
    static FindingSite of(Proxy proxy, Server server, String keyword) {
        Optional<Setting> setting = server.keywords().get(keyword);
        if (setting.isEmpty() || setting.get().origin().equals(server.origin())) {
            return of(server);
        }
        FindingSite line = of(proxy, setting.get());
        return new FindingSite(line.origin, line.text, line.scope, line.backend, of(server).server);
    }

    /** The line of a proxy's setting, which may stand in a defaults section. */
    static FindingSite of(Proxy proxy, Setting setting) {
        return of(proxy, setting.origin(), setting.text());
    }

    /** A line of a proxy's check, which may stand in a defaults section. */
    static FindingSite of(Proxy proxy, Statement line) {
        return of(proxy, line.origin(), line.text());
    }

    private static FindingSite of(Proxy proxy, Origin origin, String text) {
        return new FindingSite(
                origin,
                text,
                proxy.owns(origin) ? Scope.LINE : Scope.INHERITED_LINE,
                Optional.of(proxy.name()),
                Optional.empty());
    }

    /** The line that opens the defaults section of a proxy. */
    static FindingSite defaults(Proxy proxy, Origin line) {
        return new FindingSite(line, "", Scope.INHERITED_LINE, Optional.of(proxy.name()), Optional.empty());
    }

    /** A line of the global section. */
    static FindingSite global(Origin origin, String text) {
        return new FindingSite(origin, text, Scope.INHERITED_LINE, Optional.empty(), Optional.empty());
    }

    /** The same line, reported of one of the servers that it concerns. */
    FindingSite about(Server server) {
        return new FindingSite(origin, text, scope, backend, of(server).server);
    }

    /** This server's site, reported at another line. */
    FindingSite at(FindingSite other) {
        return new FindingSite(other.origin, other.text, scope, backend, server);
    }

    /** The edit that gives the keyword another value on this line. */
    Edit set(String keyword, String value) {
        return Edit.replace(origin, LineEditor.with(text, keyword, value));
    }

    /** The edit that adds these words to this line. */
    Edit append(String words) {
        return Edit.replace(origin, LineEditor.with(text, words));
    }

    /** The edit that adds lines below this one. */
    Edit below(String lines) {
        return Edit.add(origin, lines);
    }

    /** The same site, reported once for the whole configuration. */
    FindingSite oncePerConfiguration() {
        return new FindingSite(origin, text, Scope.CONFIGURATION, backend, server);
    }

    /** What two sites of one cause have in common. */
    Object group(String message) {
        return switch (scope) {
            case BACKEND -> List.of(backend, message);
            case LINE, INHERITED_LINE -> origin;
            case CONFIGURATION -> message;
        };
    }
}
