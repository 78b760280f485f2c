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

    /** Bounds for the memory that a HAProxy with very many servers down may take here; HAProxy's own texts are shorter. */
    static final int MOST = 10_000;

    static final int LONGEST = 256;

    private final String statusColumn;
    private final String wordsColumn;
    private Map<Server, Words> last = Map.of();

    private record Server(String proxy, String name) {}

    /** The words, and the status without a star that they were said with. */
    private record Words(String status, String text) {}

    CheckWords(String statusColumn, String wordsColumn) {
        this.statusColumn = statusColumn;
        this.wordsColumn = wordsColumn;
    }

    /** Fills in what HAProxy has forgotten since an earlier table, and remembers what this one has. */
    synchronized void complete(StatTable table) {
        int[] servers = table.rows(ObjectKind.SERVER);
        if (servers.length == 0 || !table.keeps("status", statusColumn, wordsColumn)) {
            // Read for something else, and so it tells nothing.
            return;
        }
        Map<Server, Words> now = new HashMap<>();
        TextColumn state = table.text("status");
        TextColumn status = table.text(statusColumn);
        TextColumn words = table.text(wordsColumn);
        for (int row : servers) {
            String code = status.at(row);
            if (code.isEmpty() || state.at(row).equals("UP")) {
                continue;
            }
            Server server = new Server(table.proxy(row), table.service(row));
            Words said = said(server, code, words.at(row));
            if (said != null && now.size() < MOST) {
                words.set(row, said.text());
                now.put(server, said);
            }
        }
        last = now.isEmpty() ? Map.of() : now;
    }

    private @Nullable Words said(Server server, String code, String text) {
        String status = CheckStatus.withoutStar(code);
        if (!text.isEmpty()) {
            return text.length() > LONGEST ? null : new Words(status, text);
        }
        Words before = last.get(server);
        boolean underWay = !status.equals(code);
        return underWay && before != null && before.status().equals(status) ? before : null;
    }
}
