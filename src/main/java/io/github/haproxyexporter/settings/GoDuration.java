package io.github.haproxyexporter.settings;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: 1m30s, 1.5s, 100ms, 0. */
public final class GoDuration {

    private static final Pattern PART = Pattern.compile("\\G([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ns|us|µs|ms|s|m|h)");
    private static final long MAX_NANOS = 86_400_000_000_000L;

    private GoDuration() {}

    /** Nanoseconds, a day at most; empty when the text is no such duration. */
    public static OptionalLong nanos(String text) {
        if (text.equals("0")) {
            return OptionalLong.of(0);
        }
        Matcher part = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int end = 0;
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
            end = part.end();
        }
        boolean fits = nanos.compareTo(BigDecimal.valueOf(MAX_NANOS)) <= 0;
        return end == text.length() && end > 0 && fits
                ? OptionalLong.of(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact())
                : OptionalLong.empty();
    }

    private static long unit(String name) {
        return switch (name) {
            case "ns" -> 1;
            case "us", "µs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }
}
