package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.memory.MemoryBudget;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reason of each outage, kept between tables so that one outage has one reason: the one that took the server down, until it is
 * no longer DOWN. HAProxy shows the last check only, which fails differently, passes while the server recovers, and loses its text as
 * soon as the next check starts. Of a server that fails and is still UP the last check is kept, for when it goes DOWN.
 *
 * <p>A reason is final once a failed check gave it. What is not (the first table shows a server that is recovering, or one that a new
 * process took over as DOWN) is replaced by the next failed check. Safe for use by several threads.
 */
final class Outages {

    /** Bytes of what is remembered of a server, without its texts. */
    private static final long SERVER = 128;

    private MemoryBudget.@Nullable Cache memory;
    private Map<Server, Remembered> last = Map.of();

    private record Server(String proxy, String name) {}

    /** What was seen of a server: in which HAProxy process, and whether it was DOWN by a failed check. */
    private record Remembered(Outage outage, String process, boolean isFinal) {
        long bytes(Server server) {
            return SERVER
                    + server.proxy().length()
                    + server.name().length()
                    + outage.checkCode().length()
                    + outage.reason().length();
        }
    }

    /**
     * Gives each server in trouble the reason that it had in earlier tables, and remembers those of this one. Of servers beyond the
     * memory of a cache the last check is shown.
     */
    synchronized void complete(StatTable table, String process, MemoryBudget budget) {
        int[] servers = table.rows(ObjectKind.SERVER);
        if (servers.length == 0 || !table.keeps("status", "check_status", "last_chk")) {
            // Read for another purpose: it does not show what is looked for.
            return;
        }
        MemoryBudget.Cache cache = memory == null ? budget.openCache() : memory;
        memory = cache;
        cache.clear();
        Map<Server, Remembered> now = new HashMap<>();
        TextColumn status = table.text("status");
        TextColumn tracked = table.text("tracked");
        DownReason shown = new DownReason(table);
        for (int row : servers) {
            boolean down = ServerStatus.stateOf(status.at(row)) == ServerState.DOWN;
            // A server that tracks another has the other's reason.
            if ((down || status.at(row).startsWith("UP ")) && tracked.at(row).isEmpty()) {
                Server server = new Server(table.proxy(row), table.service(row));
                Remembered kept = kept(last.get(server), shown, row, down, process);
                if (cache.take(kept.bytes(server))) {
                    now.put(server, kept);
                    table.outage(row, kept.outage());
                }
            }
        }
        last = now;
    }

    synchronized void forget() {
        last = Map.of();
        if (memory != null) {
            memory.clear();
        }
    }

    private static Remembered kept(
            @Nullable Remembered before, DownReason shown, int row, boolean down, String process) {
        boolean failed = CheckStatus.parse(shown.checkStatus(row))
                .filter(check -> !check.isPassed())
                .isPresent();
        if (before != null
                && down
                && before.isFinal()
                && (!failed || before.process().equals(process))) {
            return before;
        }
        boolean textIsKept = before != null
                && shown.isUnderWay(row)
                && before.outage().checkStatus().equals(shown.checkStatus(row));
        Outage outage = before != null && textIsKept
                ? before.outage()
                : new Outage(shown.checkStatus(row), shown.checkCode(row), shown.text(row));
        return new Remembered(outage, process, down && failed);
    }
}
