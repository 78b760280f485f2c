package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.CheckSettings;
import io.github.haproxyexporter.haproxycfg.Durations;
import io.github.haproxyexporter.haproxycfg.Proxy;
import io.github.haproxyexporter.haproxycfg.Server;
import io.github.haproxyexporter.haproxycfg.Setting;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rules about counts and times of checks. */
final class TimingRules {
    private static final Duration SHORTEST_INTER = Duration.ofSeconds(2);
    private static final Duration LONGEST_INTER = Duration.ofSeconds(10);
    private static final Duration LONGEST_NOTICE = Duration.ofMinutes(1);
    private static final int LEAST_FALL = 3;
    private static final int LEAST_RISE = 2;

    private TimingRules() {}

    static List<Rule> rules() {
        return List.of(
                new Rule(
                        "HC004",
                        Severity.WARNING,
                        "fall below 3",
                        "One lost packet, one garbage collection or one deployment is enough to take a healthy server out, and"
                                + " its load goes to the others: the server flaps. With `fall 3` only a lasting failure counts.",
                        TimingRules::lowFall),
                new Rule(
                        "HC005",
                        Severity.WARNING,
                        "rise below 2",
                        "A server that is starting often answers once and fails again. With `rise 1` it gets clients at the first"
                                + " good answer; `rise 2` asks for a second.",
                        TimingRules::lowRise),
                new Rule(
                        "HC006",
                        Severity.WARNING,
                        "inter under 2 seconds",
                        "Every HAProxy process checks every server this often, so the checks themselves become load, and a short"
                                + " hiccup spans all `fall` checks. The time to notice is `inter + (fall - 1) × fastinter`; a shorter"
                                + " `fastinter` notices sooner without more load while all is well.",
                        TimingRules::shortInter),
                new Rule(
                        "HC007",
                        Severity.WARNING,
                        "inter over 10 seconds, or blind for over a minute",
                        "Until `fall` checks have failed, clients are sent to the dead server. The time to notice is"
                                + " `inter + (fall - 1) × fastinter`, plus the check's time-out when the server hangs; the time to return"
                                + " is `downinter + (rise - 1) × fastinter`.",
                        TimingRules::longInter),
                new Rule(
                        "HC008",
                        Severity.WARNING,
                        "timeout check missing or longer than inter",
                        "Without `timeout check` a check that connects may take as long as `inter`, whatever that is changed to, and"
                                + " nothing says how slow is too slow. One that is longer than `inter` delays the next check, so that a"
                                + " hanging server is noticed later than `inter` and `fall` promise.",
                        TimingRules::checkTimeout),
                new Rule(
                        "HC009",
                        Severity.WARNING,
                        "inter too short for how long the check takes",
                        "The last check, as the running HAProxy reports it, took more than half of what it may take. A little more"
                                + " load and the check times out, and a server that is slow but working goes down when it is needed most.",
                        TimingRules::slowCheck));
    }

    private static void lowFall(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            for (Server server : LintInput.checked(proxy)) {
                CheckSettings check = server.check();
                if (check.fall() < LEAST_FALL) {
                    Place place = Place.of(proxy, server, "fall");
                    reporter.report(
                            place,
                            plural(check.fall(), "failed check") + " in a row " + (check.fall() == 1 ? "takes" : "take")
                                    + " the server down, so a hiccup makes it flap; " + Timing.explain(check),
                            Finding.Suggestion.replace(LineEditor.with(place.text(), "fall", "3")));
                }
            }
        }
    }

    private static void lowRise(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            for (Server server : LintInput.checked(proxy)) {
                CheckSettings check = server.check();
                if (check.rise() < LEAST_RISE) {
                    Place place = Place.of(proxy, server, "rise");
                    reporter.report(
                            place,
                            "a single good check brings the server back, so one that is still starting gets clients; "
                                    + Timing.explain(check),
                            Finding.Suggestion.replace(LineEditor.with(place.text(), "rise", "2")));
                }
            }
        }
    }

    private static void shortInter(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            for (Server server : LintInput.checked(proxy)) {
                CheckSettings check = server.check();
                if (check.inter().compareTo(SHORTEST_INTER) < 0) {
                    Place place = Place.of(proxy, server, "inter");
                    reporter.report(
                            place,
                            "a check every " + Durations.format(check.inter())
                                    + " is load on the server, once for each HAProxy; " + Timing.explain(check),
                            Finding.Suggestion.replace(LineEditor.with(place.text(), "inter", "5s")));
                }
            }
        }
    }

    private static void longInter(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            for (Server server : LintInput.checked(proxy)) {
                CheckSettings check = server.check();
                boolean rare = check.inter().compareTo(LONGEST_INTER) > 0;
                if (rare || Timing.toNotice(check).compareTo(LONGEST_NOTICE) > 0) {
                    Place place = Place.of(proxy, server, rare ? "inter" : "fall");
                    String keyword = rare ? "inter" : "fall";
                    reporter.report(
                            place,
                            "clients are sent to a dead server for up to " + Durations.format(Timing.toNotice(check))
                                    + "; " + Timing.explain(check),
                            Finding.Suggestion.replace(
                                    LineEditor.with(place.text(), keyword, rare ? "10s" : affordableFall(check))));
                }
            }
        }
    }

    private static String affordableFall(CheckSettings check) {
        Duration left = LONGEST_NOTICE.minus(check.inter());
        long more = check.fastinter().isZero() ? LEAST_FALL : left.dividedBy(check.fastinter());
        return Long.toString(Math.max(LEAST_FALL, 1 + more));
    }

    private static void checkTimeout(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            Optional<Server> soonest = LintInput.checked(proxy).stream()
                    .min(Comparator.comparing(server -> server.check().inter()));
            if (soonest.isEmpty()) {
                continue;
            }
            Duration inter = soonest.get().check().inter();
            Optional<Duration> timeout = proxy.timeout("check");
            Optional<Setting> setting = proxy.setting("timeout check");
            String shorter = "timeout check " + Durations.format(shorterThan(inter));
            if (timeout.isEmpty() || setting.isEmpty()) {
                reporter.report(
                        proxy,
                        "there is no 'timeout check', so a check may take as long as inter (" + Durations.format(inter)
                                + ") and a hanging server is told from a slow one by chance",
                        Finding.Suggestion.add(shorter));
            } else if (timeout.get().compareTo(inter) > 0) {
                Place place = Place.of(proxy, setting.get());
                reporter.report(
                        new Place(place.origin(), place.text(), Optional.of(proxy.name()), Optional.empty()),
                        "'timeout check' (" + Durations.format(timeout.get()) + ") is longer than inter ("
                                + Durations.format(inter) + ") of server "
                                + soonest.get().name()
                                + ", so a hanging server is noticed later than inter and fall promise",
                        Finding.Suggestion.replace(shorter));
            }
        }
    }

    private static Duration shorterThan(Duration inter) {
        Duration most = Duration.ofSeconds(3);
        return inter.compareTo(most) > 0 ? most : inter;
    }

    private static void slowCheck(LintInput input, Reporter reporter) {
        for (Proxy proxy : input.backends()) {
            for (Server server : LintInput.checked(proxy)) {
                Duration seen = input.seenDurations().get(server.backend() + "/" + server.name());
                Duration inter = server.check().inter();
                Duration limit = proxy.timeout("check")
                        .filter(timeout -> timeout.compareTo(inter) < 0)
                        .orElse(inter);
                if (seen != null && seen.multipliedBy(2).compareTo(limit) > 0) {
                    boolean byTimeout =
                            proxy.timeout("check").filter(limit::equals).isPresent();
                    Place place = Place.of(proxy, server, "inter");
                    String advice = Durations.format(roomFor(seen));
                    reporter.report(
                            new Place(
                                    place.origin(),
                                    place.text(),
                                    Optional.of(proxy.name()),
                                    Optional.of(server.name())),
                            "the last check took " + Durations.format(seen) + " of the " + Durations.format(limit)
                                    + " that "
                                    + (byTimeout ? "timeout check" : "inter")
                                    + " leaves it; a slower answer takes the server down",
                            byTimeout
                                    ? Finding.Suggestion.add("timeout check " + advice)
                                    : Finding.Suggestion.replace(LineEditor.with(place.text(), "inter", advice)));
                }
            }
        }
    }

    /** Three times what was seen, in whole seconds. */
    private static Duration roomFor(Duration seen) {
        return Duration.ofSeconds(Math.max(2, (seen.toMillis() * 3 + 999) / 1000));
    }

    private static String plural(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
