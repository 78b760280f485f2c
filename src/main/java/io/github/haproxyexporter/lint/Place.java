package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Origin;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.Setting;
import java.util.Optional;

/** The line to change when a setting is wrong, and to whom that line belongs. */
record Place(Origin origin, String text, Optional<String> backend, Optional<String> server) {

    /** The server's own line. */
    static Place of(Server server) {
        return new Place(
                server.origin(),
                server.text(),
                Optional.of(server.backend()),
                server.template() ? Optional.empty() : Optional.of(server.name()));
    }

    /** The line that gave the server this keyword, the server's own when nothing did. */
    static Place of(Proxy proxy, Server server, String keyword) {
        Optional<Setting> setting = server.keywords().get(keyword);
        if (setting.isEmpty() || setting.get().origin().equals(server.origin())) {
            return of(server);
        }
        return of(proxy, setting.get());
    }

    /** The line of a proxy's setting; it belongs to nobody when it stands in a defaults section. */
    static Place of(Proxy proxy, Setting setting) {
        Origin origin = setting.origin();
        boolean inProxy = origin.file().equals(proxy.origin().file())
                && origin.line() > proxy.origin().line();
        return new Place(
                origin, setting.text(), inProxy ? Optional.of(proxy.name()) : Optional.empty(), Optional.empty());
    }
}
