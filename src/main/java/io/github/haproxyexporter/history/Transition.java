package io.github.haproxyexporter.history;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A line in which HAProxy says that a server or backend changed, or that a check ended.
 *
 * @param time as the log has it; empty when the line has none
 * @param server {@code backend/server}, or the backend alone
 * @param state {@code DOWN}, {@code UP}, {@code MAINT}, {@code DRAIN}, {@code NOLB}, {@code has no server available}, or
 *     {@code check} with its result
 * @param reason what stands after it
 */
public record Transition(String time, String server, String state, String reason) {

    private static final DateTimeFormatter CLASSIC =
            DateTimeFormatter.ofPattern("uuuu MMM ppd HH:mm:ss", Locale.ENGLISH);

    /** When it was; now when the line does not say. A time without year and zone is of the last twelve months and this machine's. */
    Instant instant(ZonedDateTime now) {
        try {
            if (time.isEmpty()) {
                return now.toInstant();
            }
            if (Character.isDigit(time.charAt(0))) {
                return OffsetDateTime.parse(time.replace(',', '.')).toInstant();
            }
            LocalDateTime local = LocalDateTime.parse(now.getYear() + " " + time, CLASSIC);
            // A day, as two clocks differ.
            boolean ahead = local.isAfter(now.toLocalDateTime().plusDays(1));
            return local.minusYears(ahead ? 1 : 0).atZone(now.getZone()).toInstant();
        } catch (DateTimeException e) {
            return now.toInstant();
        }
    }

    /** The proxy of the server, or the backend. */
    String backend() {
        int slash = server.indexOf('/');
        return slash < 0 ? server : server.substring(0, slash);
    }

    /** The server's name without its proxy's; empty for a backend. */
    String name() {
        return server.substring(Math.min(backend().length() + 1, server.length()));
    }
}
