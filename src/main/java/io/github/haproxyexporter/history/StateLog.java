package io.github.haproxyexporter.history;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.metrics.Selection;
import io.github.haproxyexporter.scrape.ScrapeListener;
import io.github.haproxyexporter.scrape.ScrapeResult;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.stats.DownReason;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.ProcessInfo;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerStatus;
import io.github.haproxyexporter.stats.StatTable;
import io.github.haproxyexporter.stats.TextColumn;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what changed at one target to the log: a line for each server that went down or came back, for each new kind of
 * error, for each new HAProxy process. A log must not drown when a thousand servers go at once.
 */
public final class StateLog implements ScrapeListener {

    private static final Logger LOG = LogManager.getLogger(StateLog.class);
    private static final int MAX_LINES = 50;

    private @Nullable ErrorKind lastError;
    private String lastProcess = "";
    private Map<String, ServerState> last = Map.of();
    private @Nullable Columns lastColumns;
    private boolean first = true;

    @Override
    public synchronized void scraped(Target target, Selection selection, ScrapeResult result) {
        if (result instanceof ScrapeResult.Failed failed) {
            if (failed.error().kind() != lastError) {
                lastError = failed.error().kind();
                LOG.error("{}", failed.error().text());
            }
        } else if (result instanceof ScrapeResult.Read read) {
            if (lastError != null) {
                lastError = null;
                LOG.info("{} answers again", target.address());
            }
            read.snapshot().info().ifPresent(info -> process(target, info));
            if (selection.equals(Selection.everything())) {
                states(read.snapshot().table());
            }
        }
    }

    private void process(Target target, ProcessInfo info) {
        String process = info.process();
        if (!process.equals(lastProcess)) {
            if (!lastProcess.isEmpty()) {
                LOG.info(
                        "{} is a new process, pid {}: HAProxy was reloaded or restarted",
                        target.address(),
                        info.get("Pid"));
            }
            lastProcess = process;
        }
    }

    private void states(StatTable table) {
        Columns columns = new Columns(table);
        if (columns.areThose(lastColumns)) {
            return;
        }
        lastColumns = columns;
        Map<String, ServerState> now = new HashMap<>();
        DownReason reasons = new DownReason(table);
        int lines = 0;
        for (int row = 0; row < table.rows(); row++) {
            ObjectKind kind = table.kind(row);
            if (kind != ObjectKind.SERVER && kind != ObjectKind.BACKEND) {
                continue;
            }
            ServerState state = ServerStatus.stateOf(table.text("status").at(row));
            String name = name(table, row, kind);
            now.put(name, state);
            // A server that was not there before is news only when it is down.
            ServerState before = Optional.ofNullable(last.get(name)).orElse(ServerState.UP);
            if (state != before && (!first || state == ServerState.DOWN) && lines++ < MAX_LINES) {
                log(name, kind, state, before, kind == ObjectKind.SERVER ? reasons.text(row) : "");
            }
        }
        if (lines > MAX_LINES) {
            LOG.warn("{} more changes of state are not shown", lines - MAX_LINES);
        }
        last = now;
        first = false;
    }

    /**
     * The columns that states are made of. Between two scrapes of a quiet HAProxy their texts are not only equal but the same, so
     * that to compare them costs next to nothing, where to look every name up is what a scrape of a large one would wait for.
     */
    private record Columns(int rows, TextColumn proxies, TextColumn services, TextColumn status) {

        Columns(StatTable table) {
            this(table.rows(), table.text("pxname"), table.text("svname"), table.text("status"));
        }

        boolean areThose(@Nullable Columns others) {
            if (others == null || rows != others.rows) {
                return false;
            }
            for (int row = 0; row < rows; row++) {
                if (!status.at(row).equals(others.status.at(row))
                        || !services.at(row).equals(others.services.at(row))
                        || !proxies.at(row).equals(others.proxies.at(row))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static void log(String name, ObjectKind kind, ServerState state, ServerState before, String reason) {
        if (state == ServerState.DOWN) {
            LOG.warn("{} went DOWN: {}", name, kind == ObjectKind.BACKEND ? "no server is left" : reason);
        } else {
            LOG.info("{} is {}, was {}", name, state, before);
        }
    }

    private static String name(StatTable table, int row, ObjectKind kind) {
        return kind == ObjectKind.BACKEND
                ? "backend " + table.proxy(row)
                : "server " + table.service(row) + " of backend " + table.proxy(row);
    }
}
