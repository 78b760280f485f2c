package io.github.haproxyexporter.history;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.memory.MemoryBudget;
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
import io.github.haproxyexporter.text.Printable;
import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what changed at one target to the log: a line for each server that went down or came back, for each new kind of
 * error, for each new HAProxy process. A scrape that leaves rows out says nothing of them. The log stays short when a thousand
 * servers go at once.
 */
public final class StateLog implements ScrapeListener {

    private static final Logger LOG = LogManager.getLogger(StateLog.class);
    private static final int MAX_LINES = 50;

    /** Columns of a name or a text in the log. */
    private static final int MAX_TEXT = 200;

    /** Longer names are none of HAProxy's, whose lines have 2,048 characters. */
    private static final int MAX_NAME = 1024;

    /** Bytes of a followed object beside its names. */
    private static final int OBJECT = 200;

    /** An object that so many scrapes have not shown is forgotten when the memory is short. */
    private static final int GONE = 100;

    private final MemoryBudget.Cache memory;
    private final String prefix;
    private final Map<Name, Followed> objects = new HashMap<>();

    /** The objects of the last scrape by their rows: the next one mostly has the same. */
    private @Nullable Followed[] lastRows = {};

    private long scrapes;
    private @Nullable ErrorKind lastError;
    private String lastProcess = "";

    private record Name(ObjectKind kind, String proxy, String service) {}

    private static final class Followed {
        private final Name name;
        private ServerState state;
        private long scrape;

        private Followed(Name name, ServerState state) {
            this.name = name;
            this.state = state;
        }
    }

    public StateLog(MemoryBudget budget) {
        this(budget, "");
    }

    /** @param prefix what the lines about objects begin with, to tell targets apart */
    public StateLog(MemoryBudget budget, String prefix) {
        this.memory = budget.openCache();
        this.prefix = prefix;
    }

    @Override
    public synchronized void close() {
        memory.clear();
        objects.clear();
        lastRows = new Followed[0];
    }

    @Override
    public synchronized void scraped(Target target, ScrapeResult result) {
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
            if (read.snapshot().table().keeps("status")) {
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
                        Printable.cut(info.get("Pid"), MAX_TEXT));
            }
            lastProcess = process;
        }
    }

    private void states(StatTable table) {
        scrapes++;
        DownReason reasons = new DownReason(table);
        TextColumn status = table.text("status");
        @Nullable Followed[] rows = new @Nullable Followed[table.rows()];
        int lines = 0;
        for (int row = 0; row < rows.length; row++) {
            ObjectKind kind = table.kind(row);
            if (kind != ObjectKind.SERVER && kind != ObjectKind.BACKEND) {
                continue;
            }
            ServerState state = ServerStatus.stateOf(status.at(row));
            Followed object = find(table, row, kind);
            if (object == null) {
                // News only when it is down: it may be new, or left out by the scrapes before.
                object = new Followed(new Name(kind, table.proxy(row), table.service(row)), ServerState.UP);
                if (!follow(object)) {
                    continue;
                }
                if (state != ServerState.DOWN) {
                    object.state = state;
                }
            }
            rows[row] = object;
            object.scrape = scrapes;
            if (state != object.state && lines++ < MAX_LINES) {
                log(object, state, kind == ObjectKind.SERVER ? reasons.text(row) : "no server is left");
            }
            object.state = state;
        }
        if (lines > MAX_LINES) {
            LOG.warn("{}{} more changes of state are not shown", prefix, lines - MAX_LINES);
        }
        lastRows = rows;
    }

    private @Nullable Followed find(StatTable table, int row, ObjectKind kind) {
        String proxy = table.proxy(row);
        String service = table.service(row);
        Followed last = row < lastRows.length ? lastRows[row] : null;
        return last != null
                        && last.name.kind() == kind
                        && last.name.service().equals(service)
                        && last.name.proxy().equals(proxy)
                ? last
                : objects.get(new Name(kind, proxy, service));
    }

    /** False when there is no memory for it. */
    private boolean follow(Followed object) {
        int length = object.name.proxy().length() + object.name.service().length();
        if (length > MAX_NAME || (!memory.take(OBJECT + length) && !(forgetGone() && memory.take(OBJECT + length)))) {
            return false;
        }
        objects.put(object.name, object);
        return true;
    }

    private boolean forgetGone() {
        return objects.values().removeIf(object -> {
            boolean gone = scrapes - object.scrape > GONE;
            if (gone) {
                memory.release(OBJECT
                        + object.name.proxy().length()
                        + object.name.service().length());
            }
            return gone;
        });
    }

    private void log(Followed object, ServerState state, String reason) {
        String proxy = Printable.cut(object.name.proxy(), MAX_TEXT);
        String name = object.name.kind() == ObjectKind.BACKEND
                ? "backend " + proxy
                : "server " + Printable.cut(object.name.service(), MAX_TEXT) + " of backend " + proxy;
        if (state == ServerState.DOWN) {
            LOG.warn("{}{} went DOWN: {}", prefix, name, Printable.cut(reason, MAX_TEXT));
        } else {
            LOG.info("{}{} is {}, was {}", prefix, name, state, object.state);
        }
    }
}
