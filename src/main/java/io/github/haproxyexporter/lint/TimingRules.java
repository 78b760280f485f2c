package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.CheckMethod;
import io.github.haproxyexporter.haproxycfg.CheckSettings;
import io.github.haproxyexporter.haproxycfg.CheckStep;
import io.github.haproxyexporter.haproxycfg.Durations;
import io.github.haproxyexporter.haproxycfg.Origin;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules about counts and times of checks. */
final class TimingRules {
    private static final Duration SHORTEST_INTER = Duration.ofSeconds(1);
    private static final Duration LONGEST_INTER = Duration.ofSeconds(10);
    private static final Duration LONGEST_NOTICE = Duration.ofMinutes(1);
    private static final int LEAST_FALL = 3;
    private static final int LEAST_RISE = 2;

    private TimingRules() {}

    static void lowFall(Proxy proxy, Server server, Reporter reporter) {
        CheckSettings check = server.check();
        if (check.fall() < LEAST_FALL) {
            FindingSite site = FindingSite.of(proxy, server, "fall");
            reporter.report(
                    site,
                    check.fall() < 2 ? Severity.WARNING : Severity.INFO,
                    (check.fall() < 2 ? "a single failed check takes" : "two failed checks in a row take")
                            + " the server DOWN; " + Timing.explain(check),
                    site.set("fall", "3"));
        }
    }

    static void lowRise(Proxy proxy, Server server, Reporter reporter) {
        CheckSettings check = server.check();
        if (check.rise() < LEAST_RISE) {
            FindingSite site = FindingSite.of(proxy, server, "rise");
            reporter.report(
                    site,
                    "a single passed check brings the server back, also while it is still starting; "
                            + Timing.explain(check),
                    site.set("rise", "2"));
        }
    }

    static void shortInter(Proxy proxy, Server server, Reporter reporter) {
        CheckSettings check = server.check();
        if (check.inter().compareTo(SHORTEST_INTER) < 0) {
            FindingSite site = FindingSite.of(proxy, server, "inter");
            reporter.report(
                    site,
                    "a check every " + Durations.format(check.inter()) + " from each HAProxy process loads the server; "
                            + Timing.explain(check),
                    site.set("inter", "2s"));
        }
    }

    static void longInter(Proxy proxy, Server server, Reporter reporter) {
        CheckSettings check = server.check();
        boolean rare = check.inter().compareTo(LONGEST_INTER) > 0;
        boolean blind = Timing.toNotice(check).compareTo(LONGEST_NOTICE) > 0;
        if (rare || blind) {
            FindingSite site = FindingSite.of(proxy, server, rare ? "inter" : "fall");
            reporter.report(
                    site,
                    blind ? Severity.WARNING : Severity.INFO,
                    "clients are sent to a dead server for up to " + Durations.format(Timing.toNotice(check)) + "; "
                            + Timing.explain(check),
                    rare ? site.set("inter", "10s") : site.set("fall", affordableFall(check)));
        }
    }

    private static String affordableFall(CheckSettings check) {
        Duration left = LONGEST_NOTICE.minus(check.inter());
        long more = check.fastinter().isZero() ? LEAST_FALL : left.dividedBy(check.fastinter());
        return Long.toString(Math.max(LEAST_FALL, 1 + more));
    }

    /** The time that {@code timeout check} bounds is that after connecting; a check that says nothing has none. */
    private static boolean awaitsAnAnswer(Proxy proxy, Server server) {
        CheckMethod method = proxy.check();
        return server.check().ssl()
                || (method.kind() == CheckMethod.Kind.TCP_STEPS
                        ? method.steps().stream().anyMatch(CheckStep.Expect.class::isInstance)
                        : method.kind() != CheckMethod.Kind.CONNECT);
    }

    static void checkTimeout(LintInput input, Reporter reporter) {
        Map<Origin, Duration> shortest = new LinkedHashMap<>();
        input.eachChecked((proxy, server) -> proxy.setting("timeout check")
                .ifPresent(setting -> shortest.merge(
                        setting.origin(),
                        server.check().inter(),
                        (one, other) -> one.compareTo(other) < 0 ? one : other)));
        input.eachChecked((proxy, server) -> {
            Duration timeout = proxy.timeout("check").orElse(Duration.ZERO);
            Duration inter = server.check().inter();
            if (timeout.compareTo(inter) > 0 && awaitsAnAnswer(proxy, server)) {
                Setting setting = proxy.setting("timeout check").orElseThrow();
                FindingSite site = FindingSite.of(proxy, setting).about(server);
                reporter.report(
                        site,
                        "'timeout check' (" + Durations.format(timeout) + ") is longer than inter ("
                                + Durations.format(inter)
                                + "), so a server that hangs is noticed later than inter and fall promise",
                        site.set("check", Durations.format(shortest.getOrDefault(setting.origin(), inter))));
            }
        });
    }

    /** A check that took long, and what bounds it. */
    private record SlowCheck(Proxy proxy, Server server, Duration seen, Duration limit) {
        boolean slowerThan(SlowCheck other) {
            return seen.compareTo(other.seen) > 0;
        }
    }

    static void slowCheck(LintInput input, Reporter reporter) {
        // The slowest of a backend decides what the line that bounds its checks must say.
        Map<List<Object>, SlowCheck> slowest = new LinkedHashMap<>();
        input.eachChecked((proxy, server) -> {
            Duration seen = input.seenDurations().get(server.backend() + "/" + server.name());
            Duration limit = proxy.timeout("check").orElse(server.check().inter());
            if (seen != null && seen.multipliedBy(2).compareTo(limit) > 0) {
                Origin line = proxy.setting("timeout check")
                        .map(Setting::origin)
                        .orElse(FindingSite.of(proxy, server, "inter").origin());
                slowest.merge(
                        List.of(proxy.name(), line),
                        new SlowCheck(proxy, server, seen, limit),
                        (one, other) -> other.slowerThan(one) ? other : one);
            }
        });
        slowest.values().forEach(check -> report(check, reporter));
    }

    private static void report(SlowCheck slow, Reporter reporter) {
        Proxy proxy = slow.proxy();
        FindingSite inter = FindingSite.of(proxy, slow.server(), "inter");
        Optional<Setting> timeout = proxy.setting("timeout check");
        Duration enough = Timing.enoughFor(slow.seen());
        List<Edit> edits = new ArrayList<>();
        timeout.ifPresent(setting -> edits.add(
                proxy.owns(setting.origin())
                        ? FindingSite.of(proxy, setting).set("check", Durations.format(enough))
                        : Edit.add(proxy.origin(), "timeout check " + Durations.format(enough))));
        for (Server server : timeout.isPresent() ? LintInput.checked(proxy) : List.of(slow.server())) {
            // A longer time-out delays the next check unless inter grows with it.
            if (server.check().inter().compareTo(enough) < 0) {
                edits.add(FindingSite.of(proxy, server, "inter").set("inter", Durations.format(enough)));
            }
        }
        reporter.report(
                FindingSite.of(slow.server())
                        .at(timeout.map(setting -> FindingSite.of(proxy, setting))
                                .orElse(inter)),
                "the last check took " + Durations.format(slow.seen()) + " of the " + Durations.format(slow.limit())
                        + " that " + (timeout.isPresent() ? "timeout check" : "inter")
                        + " leaves it; a slower answer takes the server DOWN",
                edits.toArray(Edit[]::new));
    }
}
