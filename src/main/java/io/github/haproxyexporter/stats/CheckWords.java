package io.github.haproxyexporter.stats;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the last check of each server in trouble said, such as {@code Connection refused}. HAProxy forgets it as soon as the next
 * check starts (a star before {@code check_status}), so that of a server whose checks time out it is there for a moment only.
 * Here it is kept until a check ends in another way, and put back into the table. Safe for use by several threads.
 */
final class CheckWords {

    /** A bound for the memory that a HAProxy with very many servers down may take here. */
    static final int MOST = 10_000;

    private Map<Source, Words> last = Map.of();

    /** A check of a server. */
    private record Source(String proxy, String service, String column) {}

    /** The words, and the status without a star that they were said with. */
    private record Words(String status, String text) {}

    /** Fills in what HAProxy has forgotten since an earlier table, and remembers what this one has. */
    synchronized void complete(StatTable table) {
        if (!table.keeps("status") || table.rows(ObjectKind.SERVER).length == 0) {
            return;
        }
        Map<Source, Words> now = new HashMap<>();
        boolean checks = complete(table, "check_status", "last_chk", now);
        boolean agents = complete(table, "agent_status", "last_agt", now);
        if (checks && agents) {
            last = now.isEmpty() ? Map.of() : now;
        }
    }

    /** False when the table was read without these columns, and so tells nothing. */
    private boolean complete(StatTable table, String statusColumn, String wordsColumn, Map<Source, Words> now) {
        if (!table.keeps(statusColumn) || !table.keeps(wordsColumn)) {
            return false;
        }
        TextColumn state = table.text("status");
        TextColumn status = table.text(statusColumn);
        TextColumn words = table.text(wordsColumn);
        for (int row : table.rows(ObjectKind.SERVER)) {
            String code = status.at(row);
            if (code.isEmpty() || state.at(row).equals("UP")) {
                continue;
            }
            Source source = new Source(table.proxy(row), table.service(row), wordsColumn);
            Words said = said(source, code, words.at(row));
            if (said != null && now.size() < MOST) {
                words.set(row, said.text());
                now.put(source, said);
            }
        }
        return true;
    }

    private @Nullable Words said(Source source, String code, String text) {
        String status = CheckStatus.withoutStar(code);
        if (!text.isEmpty()) {
            return new Words(status, text);
        }
        Words before = last.get(source);
        boolean underWay = !status.equals(code);
        return underWay && before != null && before.status().equals(status) ? before : null;
    }
}
