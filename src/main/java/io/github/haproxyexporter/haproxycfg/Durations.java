package io.github.haproxyexporter.haproxycfg;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HAProxy's time format: a number and a unit, milliseconds when there is none (configuration manual, section 2.5). */
public final class Durations {
    /** HAProxy keeps timers as signed 32-bit milliseconds. */
    private static final long MAX_MILLIS = Integer.MAX_VALUE;

    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "us", ChronoUnit.MICROS,
            "ms", ChronoUnit.MILLIS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    /** HAProxy passes over what follows the unit. */
    private static final Pattern TIME = Pattern.compile("(\\d{1,15})(?:(us|ms|[smhd])(?s:.*))?");

    private Durations() {}

    /**
     * Reads a time.
     *
     * @param keyword what the time is for, to be named in the error
     * @throws ConfigException when HAProxy would refuse it as well
     */
    static Duration parse(String text, String keyword, Origin origin) throws ConfigException {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new ConfigException(
                    origin,
                    "'" + keyword + "' has the value '" + text
                            + "'; expected a whole number with one of the units us, ms, s, m, h, d, such as 5s");
        }
        ChronoUnit unit =
                time.group(2) == null ? ChronoUnit.MILLIS : UNITS.getOrDefault(time.group(2), ChronoUnit.MILLIS);
        Duration duration = Duration.of(Long.parseLong(time.group(1)), unit);
        if (duration.toSeconds() > MAX_MILLIS / 1000) {
            throw new ConfigException(
                    origin, "'" + keyword + "' has the value '" + text + "'; HAProxy's longest time is 24 days");
        }
        return duration;
    }

    /** The shortest exact way to write a time in HAProxy's units: {@code 1500ms}, {@code 5s}, {@code 2m}. */
    public static String format(Duration duration) {
        long micros = duration.toNanos() / 1_000;
        if (micros % 1_000 != 0) {
            return micros + "us";
        }
        long millis = micros / 1_000;
        if (millis % 1_000 != 0 || millis == 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        return seconds >= 120 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
