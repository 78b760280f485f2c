package io.github.haproxyexporter.stats;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says in one line why a server is down, e.g. {@code Layer7 wrong status, HTTP 503 (Service Unavailable)}. Parts of it come
 * from the server's own answer: control characters are gone, and it is never longer than {@value #MAX_LENGTH} characters.
 */
public final class DownReason {

    static final int MAX_LENGTH = 120;

    /** HAProxy refuses loops of {@code track}; a table that has one all the same must not keep us. */
    private static final int MAX_TRACK = 16;

    private final StatTable table;
    private final TextColumn status;
    private final TextColumn tracked;
    private final TextColumn mode;
    private final Cells check;
    private final Cells agent;
    private @Nullable Map<String, Integer> byName;

    /** The columns that tell of one check. */
    private record Cells(TextColumn status, @Nullable NumberColumn code, TextColumn description, TextColumn last) {}

    /** The columns that must be in the table. */
    public static final List<String> COLUMNS = List.of(
            "status",
            "tracked",
            "mode",
            "check_status",
            "check_code",
            "check_desc",
            "last_chk",
            "agent_status",
            "agent_code",
            "agent_desc",
            "last_agt");

    public DownReason(StatTable table) {
        this.table = table;
        this.status = table.text("status");
        this.tracked = table.text("tracked");
        this.mode = table.text("mode");
        this.check = cells("check", "last_chk");
        this.agent = cells("agent", "last_agt");
    }

    private Cells cells(String prefix, String last) {
        return new Cells(
                table.text(prefix + "_status"),
                table.number(prefix + "_code"),
                table.text(prefix + "_desc"),
                table.text(last));
    }

    /** The status of the check that took the server down, such as {@code L4CON}; empty when it has none. */
    public String checkStatus(int row) {
        Outage outage = table.outage(row);
        return outage != null
                ? outage.checkStatus()
                : CheckStatus.withoutStar(cells(row).status().at(row));
    }

    /** The code of that check, or the empty text. */
    public String checkCode(int row) {
        Outage outage = table.outage(row);
        if (outage != null) {
            return outage.checkCode();
        }
        NumberColumn code = cells(row).code();
        return code == null || code.at(row) < 0 ? "" : Long.toString(code.at(row));
    }

    /** The reason as one line; for a server that is not down, what its last check said. The same as long as an outage lasts. */
    public String text(int row) {
        String tracks = tracked.at(row);
        if (tracks.isEmpty()) {
            return shortened(own(row));
        }
        Integer followed = find(tracks);
        for (int depth = 0; depth < MAX_TRACK && followed != null; depth++) {
            String next = tracked.at(followed);
            if (next.isEmpty()) {
                return shortened("follows " + tracks + ": " + own(followed));
            }
            followed = find(next);
        }
        return shortened("follows " + tracks);
    }

    /** Whether the next check has begun, by which HAProxy forgets the text of the last one. */
    boolean isUnderWay(int row) {
        return cells(row).status().at(row).startsWith("* ")
                && cells(row).last().at(row).isEmpty();
    }

    private Cells cells(int row) {
        return isAgent(row) ? agent : check;
    }

    private boolean isAgent(int row) {
        return status.at(row).contains("(agent)");
    }

    private String own(int row) {
        Outage outage = table.outage(row);
        if (outage != null) {
            return outage.reason();
        }
        Cells cells = cells(row);
        String name = CheckStatus.withoutStar(cells.status().at(row));
        if (name.isEmpty()) {
            return status.at(row);
        }
        String description = cells.description().at(row);
        return (isAgent(row) ? "Agent: " : "")
                + text(
                        description.isEmpty()
                                ? CheckStatus.parse(name)
                                        .map(CheckStatus::description)
                                        .orElse(name)
                                : description,
                        name.startsWith("L7") && !mode.at(row).equals("tcp"),
                        checkCode(row),
                        cells.last().at(row));
    }

    /**
     * The reason from its parts. A protocol other than HTTP has codes of its own: a MySQL server refuses by 1045, a mail server in mode
     * tcp by 421.
     */
    public static String text(String description, boolean maybeHttp, String code, String said) {
        StringBuilder text = new StringBuilder(description);
        if (!code.isEmpty() && !code.equals("0")) {
            text.append(maybeHttp && code.matches("[1-5]..") ? ", HTTP " : ", code ")
                    .append(code);
        }
        return said.isBlank()
                ? text.toString()
                : text.append(" (").append(said.strip()).append(')').toString();
    }

    private @Nullable Integer find(String proxyAndServer) {
        Map<String, Integer> rows = byName;
        if (rows == null) {
            rows = new HashMap<>();
            for (int row : table.rows(ObjectKind.SERVER)) {
                rows.put(table.proxy(row) + "/" + table.service(row), row);
            }
            byName = rows;
        }
        return rows.get(proxyAndServer);
    }

    /** The text at the length of a reason. */
    public static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_LENGTH) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH - 1)) + "…";
    }
}
