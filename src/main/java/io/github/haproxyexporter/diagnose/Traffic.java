package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.StatTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a backend's servers did between two looks at the statistics, each beside its peers.
 *
 * @param remarks which of them stand out, and by what; a sentence each
 */
public record Traffic(String backend, Duration between, List<Row> servers, List<String> remarks) {
    /** A share of errors, a multiple of the peers' and a share of a limit from which on a server stands out. */
    private static final double BAD_SHARE = 0.05;

    private static final double MUCH_MORE = 3;
    private static final double NEARLY = 0.9;
    private static final double SLOW_MILLIS = 100;

    public Traffic {
        servers = List.copyOf(servers);
        remarks = List.copyOf(remarks);
    }

    /**
     * One server.
     *
     * @param requests sessions and requests per second, as are all rates
     * @param errors answers with 5xx per second
     * @param connectionErrors failed connections per second
     * @param responseErrors broken answers per second
     * @param retries repeated connections per second
     * @param millis how long answers take on average, of the last 1024 or so
     * @param sessions open now
     * @param sessionLimit 0 for none
     * @param queue waiting now
     */
    public record Row(
            String server,
            String status,
            double requests,
            double errors,
            double connectionErrors,
            double responseErrors,
            double retries,
            long millis,
            long sessions,
            long sessionLimit,
            long queue) {
        double share() {
            return requests > 0 ? errors / requests : 0;
        }
    }

    /** Compares two looks; empty when the backend is in none of them. */
    public static Optional<Traffic> of(String backend, StatTable before, StatTable after, Duration between) {
        List<Row> rows = rows(ObjectKind.SERVER, backend, before, after, between);
        List<Row> whole = rows(ObjectKind.BACKEND, backend, before, after, between);
        return whole.isEmpty()
                ? Optional.empty()
                : Optional.of(new Traffic(backend, between, rows, remarks(rows, whole.get(0))));
    }

    private static List<Row> rows(
            ObjectKind kind, String backend, StatTable before, StatTable after, Duration between) {
        List<Row> rows = new ArrayList<>();
        for (int row : after.rows(kind)) {
            if (after.proxy(row).equals(backend)) {
                int now = row;
                int then = find(before, kind, after, row);
                ToDoubleFunction<String> rate = column -> then < 0
                        ? 0
                        : Math.max(0, number(after, column, now) - number(before, column, then))
                                * 1000d
                                / between.toMillis();
                rows.add(new Row(
                        after.service(row),
                        after.text("status").at(row),
                        rate.applyAsDouble("stot"),
                        rate.applyAsDouble("hrsp_5xx"),
                        rate.applyAsDouble("econ"),
                        rate.applyAsDouble("eresp"),
                        rate.applyAsDouble("wretr"),
                        number(after, "rtime", row),
                        number(after, "scur", row),
                        number(after, "slim", row),
                        number(after, "qcur", row)));
            }
        }
        return rows;
    }

    private static List<String> remarks(List<Row> rows, Row whole) {
        List<String> remarks = new ArrayList<>();
        for (Row row : rows) {
            double peers = ofPeers(rows, row, Row::share);
            if (row.share() >= BAD_SHARE && row.share() >= MUCH_MORE * peers) {
                remarks.add(row.server() + " answers " + percent(row.share()) + " of its requests with 5xx, its peers "
                        + percent(peers));
            } else if (row.share() >= BAD_SHARE) {
                remarks.add(row.server() + " answers " + percent(row.share())
                        + " of its requests with 5xx, as its peers do: look for what they share");
            }
            rate(remarks, row, row.connectionErrors(), "connections to it fail");
            rate(remarks, row, row.responseErrors(), "answers of it break off or are invalid");
            rate(remarks, row, row.retries(), "connections to it are tried again");
            double usual = ofPeers(rows, row, Row::millis);
            if (row.millis() >= SLOW_MILLIS && row.millis() >= MUCH_MORE * usual && rows.size() > 1) {
                remarks.add(row.server() + " takes " + row.millis() + " ms to answer, its peers " + Math.round(usual)
                        + " ms");
            }
            if (row.queue() > 0) {
                remarks.add(row.queue() + " requests wait for " + row.server() + ", which has its maxconn of sessions");
            } else if (row.sessionLimit() > 0 && row.sessions() >= NEARLY * row.sessionLimit()) {
                remarks.add(
                        row.server() + " has " + row.sessions() + " of at most " + row.sessionLimit() + " sessions");
            }
        }
        double ownErrors =
                whole.errors() - rows.stream().mapToDouble(Row::errors).sum();
        if (ownErrors > 0.1) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "HAProxy itself answers %.1f requests/s with 5xx: no server took them in time",
                    ownErrors));
        }
        if (whole.queue() > 0) {
            remarks.add(whole.queue() + " requests wait for any server of the backend");
        }
        return remarks;
    }

    private static void rate(List<String> remarks, Row row, double rate, String what) {
        if (rate > 0) {
            remarks.add(String.format(Locale.ROOT, "%s: %.1f/s %s", row.server(), rate, what));
        }
    }

    /** The median of the others; 0 where there are none. */
    private static double ofPeers(List<Row> rows, Row row, ToDoubleFunction<Row> value) {
        double[] others = rows.stream()
                .filter(other -> !other.equals(row))
                .mapToDouble(value)
                .sorted()
                .toArray();
        return others.length == 0 ? 0 : others[others.length / 2];
    }

    private static String percent(double share) {
        return Math.round(100 * share) + "%";
    }

    private static int find(StatTable before, ObjectKind kind, StatTable after, int row) {
        for (int each : before.rows(kind)) {
            if (before.proxy(each).equals(after.proxy(row))
                    && before.service(each).equals(after.service(row))) {
                return each;
            }
        }
        return -1;
    }

    private static long number(StatTable table, String name, int row) {
        NumberColumn column = table.number(name);
        return column == null ? 0 : Math.max(0, column.at(row));
    }
}
