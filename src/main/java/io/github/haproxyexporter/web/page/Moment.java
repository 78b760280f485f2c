package io.github.haproxyexporter.web.page;

import io.github.haproxyexporter.text.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A time as a person reads it.
 *
 * @param now when it is read
 */
record Moment(Instant at, Instant now) {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ROOT);

    static Moment ofNow() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new Moment(now, now);
    }

    /** In UTC; with its date when it is not within the last 24 hours. */
    String clock() {
        return (Math.abs(age().toHours()) < 24 ? CLOCK : DATE).format(at.atZone(ZoneOffset.UTC));
    }

    String elapsed() {
        return Elapsed.brief(Math.max(0, age().toSeconds()));
    }

    private Duration age() {
        return Duration.between(at, now);
    }
}
