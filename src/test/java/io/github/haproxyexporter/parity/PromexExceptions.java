package io.github.haproxyexporter.parity;

import io.github.haproxyexporter.parity.Difference.Kind;
import io.github.haproxyexporter.testing.Sample;
import java.util.Map;

/** What cannot be had over the socket, as narrow as {@code show stat} lets it be told. */
final class PromexExceptions {
    private static final long WINDOW = 512;

    private final HaproxyRows rows;
    private final Answer reference;

    PromexExceptions(HaproxyRows rows, Answer reference) {
        this.rows = rows;
        this.reference = reference;
    }

    boolean allow(Difference difference) {
        return isLocalUpdates(difference)
                || isDurationOfPausedCheck(difference)
                || isCountOfPausedChecks(difference)
                || isTypeOfEmptyFirst(difference)
                || isAverageRoundedTwice(difference);
    }

    /** {@code show table} does not tell it. */
    private static boolean isLocalUpdates(Difference difference) {
        return difference.kind() == Kind.FAMILY && difference.family().equals("haproxy_sticktable_local_updates");
    }

    /** A check that is paused, as in maintenance, has no result in {@code show stat}, but its duration goes on there. */
    private boolean isDurationOfPausedCheck(Difference difference) {
        return difference.kind() == Kind.MISSING
                && difference.family().equals("haproxy_server_check_duration_seconds")
                && isPaused(rows.server(proxy(difference), difference.label("server")));
    }

    /** For the same reason: it counts at most as many more as the backend has such servers. */
    private boolean isCountOfPausedChecks(Difference difference) {
        if (difference.kind() != Kind.VALUE || !difference.family().equals("haproxy_backend_agg_check_status")) {
            return false;
        }
        long paused = rows.serversOf(proxy(difference)).stream()
                .filter(PromexExceptions::isPaused)
                .count();
        double more = Double.parseDouble(difference.reference()) - Double.parseDouble(difference.ours());
        return more > 0 && more <= paused;
    }

    /** The label has another name in the default profile. */
    private static String proxy(Difference difference) {
        return difference.label("proxy").isEmpty() ? difference.label("backend") : difference.label("proxy");
    }

    private static boolean isPaused(Map<String, String> server) {
        return "".equals(server.get("check_status"));
    }

    /** HAProxy 3.2 takes the type from the first object, and a figure that does not apply to it has none: a gauge, with NaN. */
    private boolean isTypeOfEmptyFirst(Difference difference) {
        return difference.kind() == Kind.TYPE
                && difference.reference().equals("gauge")
                && difference.ours().equals("counter")
                && reference.family(difference.family()).values().stream()
                        .limit(1)
                        .map(Sample::value)
                        .allMatch(value -> value.isNaN());
    }

    /**
     * {@code show stat} divides a sum of milliseconds by the number of requests and rounds up, HAProxy's exporter divides the same sum by 512 and rounds up. The
     * rounded average tells the sum only as an interval; where it gives two answers, both are right.
     */
    private boolean isAverageRoundedTwice(Difference difference) {
        String column = switch (difference.family().replaceFirst("haproxy_(server|backend)_", "")) {
            case "queue_time_average_seconds" -> "qtime";
            case "connect_time_average_seconds" -> "ctime";
            case "response_time_average_seconds" -> "rtime";
            case "total_time_average_seconds" -> "ttime";
            default -> "";
        };
        if (difference.kind() != Kind.VALUE || column.isEmpty()) {
            return false;
        }
        Map<String, String> row = difference.label("server").isEmpty()
                ? rows.backend(proxy(difference))
                : rows.server(proxy(difference), difference.label("server"));
        long average = Long.parseLong(row.getOrDefault(column, ""));
        String requests = row.getOrDefault("req_tot", "");
        long samples = Long.parseLong(requests.isEmpty() ? row.getOrDefault("lbtot", "") : requests);
        return samples < WINDOW
                && isWithin(difference.reference(), average, samples)
                && isWithin(difference.ours(), average, samples);
    }

    private static boolean isWithin(String seconds, long average, long samples) {
        long millis = Math.round(Double.parseDouble(seconds) * 1000);
        return millis >= roundedUp((average - 1) * samples + 1) && millis <= roundedUp(average * samples);
    }

    private static long roundedUp(long sum) {
        return (sum + WINDOW - 1) / WINDOW;
    }
}
