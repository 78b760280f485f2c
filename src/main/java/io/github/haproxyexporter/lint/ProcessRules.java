package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.haproxycfg.KnownKeywords;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.Setting;
import io.github.haproxyexporter.text.TsvResource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules about the HAProxy process as a whole: logs, external programs, reloads, and what it refuses to read. */
final class ProcessRules {
    /** What HAProxy no longer reads, with what to write today: the rows of {@code removed.tsv} beside this class. */
    private static final Map<String, String> REMOVED = TsvResource.rows(ProcessRules.class, "removed.tsv").stream()
            .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));

    private ProcessRules() {}

    static void unlogged(LintInput input, Reporter reporter) {
        HaproxyConfig config = input.config();
        for (Proxy proxy : input.backends()) {
            if (LintInput.checked(proxy).isEmpty()) {
                continue;
            }
            Optional<Setting> log = proxy.setting("log");
            boolean global =
                    log.filter(setting -> setting.value().equals("global")).isPresent();
            FindingSite site = proxy.defaults()
                    .map(line -> FindingSite.defaults(proxy, line))
                    .orElse(FindingSite.of(proxy));
            boolean checks = proxy.has("option log-health-checks");
            Edit alsoChecks = site.below("option log-health-checks");
            Optional<FindingSite> section = Optional.ofNullable(config.globals().get("global"))
                    .map(header -> FindingSite.global(header.origin(), header.text()));
            if (log.isEmpty()) {
                String target = config.globals().containsKey("log") ? "global" : "/dev/log local0";
                reporter.report(
                        site.oncePerConfiguration(),
                        "state changes of servers are not logged",
                        site.below("log " + target + (checks ? "" : "\n" + alsoChecks.text())));
            } else if (global && !config.globals().containsKey("log") && section.isPresent()) {
                Edit target = section.get().below("log /dev/log local0");
                reporter.report(
                        site.at(section.get()).oncePerConfiguration(),
                        "'log global' logs nothing, since the global section has no 'log'",
                        checks ? new Edit[] {target} : new Edit[] {target, alsoChecks});
            } else if (!checks) {
                reporter.report(
                        site.oncePerConfiguration(),
                        "failed checks are not logged before the server is DOWN",
                        alsoChecks);
            }
        }
    }

    static void forkForbidden(LintInput input, Reporter reporter) {
        Map<String, Setting> globals = input.config().globals();
        boolean unprivileged = globals.containsKey("user") || globals.containsKey("uid");
        Optional<Setting> allowed = Optional.ofNullable(globals.get("external-check"));
        for (Proxy proxy : input.backends()) {
            if (allowed.isPresent()
                    && !globals.containsKey("insecure-fork-wanted")
                    && proxy.check().kind() == CheckMethod.Kind.EXTERNAL
                    && !LintInput.checked(proxy).isEmpty()) {
                FindingSite site =
                        FindingSite.global(allowed.get().origin(), allowed.get().text());
                reporter.report(
                        site,
                        unprivileged ? Severity.ERROR : Severity.WARNING,
                        "without 'insecure-fork-wanted' external checks cannot start their program and fail",
                        site.below("insecure-fork-wanted"));
            }
        }
    }

    static void stateFileMissing(LintInput input, Reporter reporter) {
        Map<String, Setting> globals = input.config().globals();
        boolean file = globals.containsKey("server-state-file");
        boolean base = globals.containsKey("server-state-base");
        for (Proxy proxy : input.backends()) {
            proxy.setting("load-server-state-from-file").ifPresent(setting -> {
                boolean found = switch (setting.value()) {
                    case "global" -> file;
                    case "local" -> base || proxy.has("server-state-file-name");
                    default -> true;
                };
                if (!found && globals.containsKey("global")) {
                    FindingSite section =
                            FindingSite.global(globals.get("global").origin(), "");
                    reporter.report(
                            section,
                            "'" + setting.text() + "' at " + setting.origin()
                                    + " loads nothing, since no file is named",
                            section.below(
                                    setting.value().equals("global")
                                            ? "server-state-file /var/lib/haproxy/server-state"
                                            : "server-state-base /var/lib/haproxy/state"));
                }
            });
        }
    }

    static void refused(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.config().proxies()) {
            for (Setting setting : proxy.settings().values()) {
                String today = REMOVED.get(setting.keyword());
                if (today != null) {
                    FindingSite site = FindingSite.of(proxy, setting);
                    String values = today.startsWith("timeout") ? " " + setting.value() : "";
                    reporter.report(
                            site,
                            "HAProxy 2.1 and later refuse '" + setting.keyword() + "'; run haproxy -c",
                            Edit.replace(site.origin(), today + values));
                }
            }
            for (Server server : proxy.servers()) {
                server.keywords().settings().stream()
                        .filter(setting -> !KnownKeywords.isKnown(setting.keyword()))
                        .forEach(setting -> unknown(proxy, server, setting, reporter));
            }
        }
    }

    private static void unknown(Proxy proxy, Server server, Setting setting, Reporter reporter) {
        FindingSite site = FindingSite.of(proxy, server, setting.keyword());
        String wrong = Stream.concat(Stream.of(setting.keyword()), setting.arguments().stream())
                .reduce(site.text(), LineEditor::without);
        reporter.report(
                site,
                "no HAProxy from 2.4 to 3.5 knows the server keyword '" + setting.keyword() + "'; run haproxy -c",
                Edit.replace(site.origin(), wrong));
    }
}
