package io.github.haproxyexporter.lint;

import io.github.haproxyexporter.haproxycfg.CheckSettings;
import io.github.haproxyexporter.haproxycfg.Durations;
import java.time.Duration;

/** How long HAProxy takes to change its mind about a server. */
final class Timing {
    private Timing() {}

    /**
     * From the failure, right after a good check, to DOWN: one {@code inter} until the first failed check, then
     * {@code fall - 1} times {@code fastinter}. A server that hangs adds the check's own time-out.
     */
    static Duration toNotice(CheckSettings check) {
        return check.inter().plus(check.fastinter().multipliedBy(Math.max(0, check.fall() - 1L)));
    }

    /** From the recovery, right after a failed check, to UP: one {@code downinter}, then {@code rise - 1} times {@code fastinter}. */
    static Duration toReturn(CheckSettings check) {
        return check.downinter().plus(check.fastinter().multipliedBy(Math.max(0, check.rise() - 1L)));
    }

    /** The time-out for a check that took so long: three times as much, in whole seconds, and two seconds at least. */
    static Duration enoughFor(Duration seen) {
        return Duration.ofSeconds(Math.max(2, (seen.toMillis() * 3 + 999) / 1000));
    }

    /** Both, as a clause: {@code time to notice 15s (inter 5s, fall 3), time to return 10s (rise 2)}. */
    static String explain(CheckSettings check) {
        String fast =
                check.fastinter().equals(check.inter()) ? "" : ", fastinter " + Durations.format(check.fastinter());
        return "time to notice " + Durations.format(toNotice(check)) + " (inter " + Durations.format(check.inter())
                + fast
                + ", fall " + check.fall() + "), time to return " + Durations.format(toReturn(check)) + " (rise "
                + check.rise() + ")";
    }
}
