package io.github.haproxyexporter.text;

/** Writes times that have passed. */
public final class Elapsed {

    private Elapsed() {}

    /** Seconds as their two largest units: 42s, 3m12s, 5h02m, 12d03h; empty for a negative number. */
    public static String brief(long seconds) {
        if (seconds < 0) {
            return "";
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return pair(seconds / 60, "m", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return pair(seconds / 3600, "h", seconds % 3600 / 60, "m");
        }
        return pair(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small < 10 ? "0" : "") + small + smallUnit;
    }
}
