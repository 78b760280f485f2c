package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.ServerAddress;
import io.github.haproxyexporter.haproxycfg.Setting;
import io.github.haproxyexporter.haproxycfg.StatsSocket;
import java.util.List;
import java.util.Locale;

/** The rules about who may command HAProxy. */
final class AccessRules {
    private AccessRules() {}

    static void worldWritable(LintInput input, Reporter reporter) {
        for (StatsSocket socket : input.config().statsSockets()) {
            if (!socket.worldWritable() || isLevel(socket, "user")) {
                continue;
            }
            boolean admin = isLevel(socket, "admin");
            FindingSite site = FindingSite.global(socket.origin(), socket.text());
            reporter.report(
                    site,
                    admin ? Severity.WARNING : Severity.INFO,
                    "everyone on this machine may "
                            + (admin ? "disable servers" : "send operator's commands") + " through this socket (mode "
                            + socket.mode().orElse("") + ", level " + socket.level() + ")",
                    site.set("mode", "660"));
        }
    }

    static void tcpAdmin(LintInput input, Reporter reporter) {
        for (StatsSocket socket : input.config().statsSockets()) {
            if (!socket.unix() && isLevel(socket, "admin")) {
                FindingSite site = FindingSite.global(socket.origin(), socket.text());
                reporter.report(
                        site,
                        ServerAddress.parse(socket.address()).isLoopback() ? Severity.INFO : Severity.WARNING,
                        "whoever reaches " + socket.address()
                                + " may disable servers; TCP stats sockets know no password",
                        site.set("level", "user"));
            }
        }
    }

    private static boolean isLevel(StatsSocket socket, String level) {
        return socket.level().toLowerCase(Locale.ROOT).equals(level);
    }

    static void openStatsAdmin(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.config().proxies()) {
            boolean guarded = proxy.has("stats auth")
                    || proxy.has("stats http-request")
                    || proxy.has("http-request auth")
                    || proxy.has("http-request deny");
            if (proxy.disabled() || guarded || !listensWidely(proxy)) {
                continue;
            }
            proxy.setting("stats admin")
                    .filter(setting -> setting.value().equals("if")
                            && setting.arguments()
                                    .get(setting.arguments().size() - 1)
                                    .equalsIgnoreCase("TRUE"))
                    .ifPresent(setting -> {
                        FindingSite site = FindingSite.of(proxy, setting);
                        reporter.report(
                                site,
                                "everyone who reaches the statistics page may disable servers",
                                Edit.replace(site.origin(), "stats admin if LOCALHOST"));
                    });
        }
    }

    /** A section without an address of its own, such as a backend, is reached through any frontend. */
    private static boolean listensWidely(Proxy proxy) {
        List<Setting> binds = proxy.settings().values().stream()
                .filter(setting -> setting.keyword().startsWith("bind "))
                .toList();
        return binds.isEmpty()
                || binds.stream().anyMatch(bind -> {
                    String address = bind.keyword().substring("bind ".length());
                    return !ServerAddress.parse(address).isLoopback()
                            && !address.startsWith("/")
                            && !address.startsWith("unix@");
                });
    }
}
