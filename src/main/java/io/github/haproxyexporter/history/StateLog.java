package io.github.haproxyexporter.history;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.scrape.AvailableCollectors;
import io.github.haproxyexporter.scrape.Collector;
import io.github.haproxyexporter.scrape.ScrapeListener;
import io.github.haproxyexporter.scrape.ScrapeResult;
import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.stats.DownReason;
import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.ProcessInfo;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerStatus;
import io.github.haproxyexporter.stats.StatTable;
import io.github.haproxyexporter.stats.TextColumn;
import io.github.haproxyexporter.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Notices what changed at one target, by its ring where that is followed, else by its scrapes, and writes it to the log and the history: a line
 * for each server that went down or came back, for each new kind of error, for each new HAProxy process. A scrape that leaves rows out says
 * nothing of them. The log stays short when a thousand servers go at once.
 */
public final class StateLog implements ScrapeListener, Collector, RingFollower.Listener {

    private static final Logger LOG = LogManager.getLogger(StateLog.class);
    private static final int MAX_LINES = 50;
    private static final String BACKEND = "BACKEND";
    private static final EventReason NO_SERVER = new EventReason("no server is left", "");

    /** Columns of a name or a text in the log. */
    private static final int MAX_TEXT = 200;

    /** Longer names are none of HAProxy's, whose lines have 2,048 characters. */
    private static final int MAX_NAME = 1024;

    /** Bytes of a followed object beside its names. */
    private static final int OBJECT = 200;

    /** An object that so many scrapes have not shown is forgotten when the memory is short. */
    private static final int GONE = 100;

    /** Servers whose last failed check is remembered: HAProxy leaves it out of the line that follows when it logs checks. */
    private static final int CHECKS = 1_000;

    private final MemoryBudget.Cache memory;
    private final String haproxy;
    private final String prefix;
    private final History history;
    private final Runnable unknownLine;
    private final Map<Name, Followed> objects = new HashMap<>();
    private final Map<List<String>, Long> counts = new LinkedHashMap<>();
    private final Map<String, String> failedChecks = new LinkedHashMap<>();
    private @Nullable RingFollower follower;
    private @Nullable HaproxyException ringError;

    /** Lines about changes since {@link #linesSince}, of which no more than {@value #MAX_LINES} are shown. */
    private int lines;

    private long linesSince;

    private long scrapes;
    private @Nullable ErrorKind lastError;
    private String lastProcess = "";

    private record Name(ObjectKind kind, String proxy, String service) {}

    private static final class Followed {
        private final Name name;
        private ServerState state;
        private long scrape;

        /** What a scrape showed while the ring had not said so: a second one must confirm it, as the first may be older than the last line. */
        private @Nullable ServerState unconfirmed;

        /** Whether its state is from a scrape, so that the ring may still bring the change. */
        private boolean byScrape;

        private Followed(Name name, ServerState state) {
            this.name = name;
            this.state = state;
        }
    }

    /**
     * Makes the log of one target.
     *
     * @param haproxy the target's name
     * @param prefix what the lines about objects begin with, to tell targets apart
     * @param unknownLine notified of each line of the ring that reports no change in words that are known
     */
    public StateLog(MemoryBudget budget, String haproxy, String prefix, History history, Runnable unknownLine) {
        this.memory = budget.openCache();
        this.haproxy = haproxy;
        this.prefix = prefix;
        this.history = history;
        this.unknownLine = unknownLine;
    }

    /** Follows the ring of the target until this log is closed. */
    public void follow(HaproxyClient client, String ring, Duration timeout) {
        follower = new RingFollower(client, ring, timeout, this);
        follower.start();
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
        synchronized (this) {
            memory.clear();
            objects.clear();
            counts.clear();
            history.forget(this);
        }
    }

    @Override
    public String name() {
        return AvailableCollectors.EVENTS;
    }

    /** The number of each kind of change that the ring has brought. */
    @Override
    public synchronized Map<String, Records> collect(Conversation conversation) throws HaproxyException {
        if (ringError != null) {
            throw ringError;
        }
        List<String[]> rows = new ArrayList<>();
        counts.forEach((labels, count) -> rows.add(
                Stream.concat(labels.stream(), Stream.of(count.toString())).toArray(String[]::new)));
        return Map.of("server_events", new Records(List.of("backend", "server", "event", "cause", "count"), rows));
    }

    @Override
    public synchronized void followed(Optional<HaproxyException> failure) {
        ringError = failure.orElse(null);
    }

    @Override
    public synchronized void line(String line, boolean past) {
        Optional<Transition> found = TransitionLine.parse(line);
        if (found.isEmpty()) {
            unknownLine.run();
            return;
        }
        Transition transition = found.get();
        String said = transition.reason();
        if (transition.state().startsWith("check ")) {
            if (said.contains(", status: 0/")) {
                failedChecks.put(transition.server(), said);
                if (failedChecks.size() > CHECKS) {
                    failedChecks.remove(failedChecks.keySet().iterator().next());
                }
            }
            return;
        }
        Instant time = transition.instant(ZonedDateTime.now(ZoneId.systemDefault()));
        if (transition.name().isEmpty()) {
            Name backend = new Name(ObjectKind.BACKEND, transition.backend(), BACKEND);
            changed(backend, ServerState.DOWN, time, NO_SERVER, past);
            return;
        }
        ServerState to = ServerState.valueOf(transition.state());
        String check = failedChecks.remove(transition.server());
        EventReason reason = EventReason.of(to, said.isEmpty() && check != null ? check : said);
        changed(new Name(ObjectKind.SERVER, transition.backend(), transition.name()), to, time, reason, past);
        Followed backend = objects.get(new Name(ObjectKind.BACKEND, transition.backend(), BACKEND));
        if (to == ServerState.UP && backend != null && backend.state == ServerState.DOWN) {
            // HAProxy says nothing of a backend that comes back.
            EventReason back = new EventReason("server " + transition.name() + " is UP", "");
            changed(backend.name, ServerState.UP, time, back, past);
        }
    }

    /** Takes a change that the ring brought. */
    private void changed(Name name, ServerState to, Instant time, EventReason reason, boolean past) {
        ServerState other = to == ServerState.UP ? ServerState.DOWN : ServerState.UP;
        Followed object = objects.get(name);
        if (object == null) {
            object = new Followed(name, other);
            if (!follow(object)) {
                return;
            }
        }
        boolean known = object.state == to;
        Event event = event(name, known ? other : object.state, to, time, reason, Event.Source.RING);
        if (!past && (!known || object.byScrape)) {
            count(event);
        }
        if (!known || past) {
            tell(event, past);
        }
        object.state = to;
        object.byScrape = false;
        object.unconfirmed = null;
    }

    private Event event(
            Name name, ServerState from, ServerState to, Instant time, EventReason reason, Event.Source source) {
        String server = name.kind() == ObjectKind.SERVER ? name.service() : "";
        return new Event(time, haproxy, name.proxy(), server, from, to, reason.text(), reason.cause(), source);
    }

    private void count(Event event) {
        List<String> key = List.of(event.backend(), event.server(), event.label(), event.cause());
        if (!event.server().isEmpty() && (counts.containsKey(key) || memory.take(OBJECT))) {
            counts.merge(key, 1L, Long::sum);
        }
    }

    private void tell(Event event, boolean past) {
        history.add(this, event);
        if (past) {
            return;
        }
        if (System.nanoTime() - linesSince > TimeUnit.SECONDS.toNanos(1)) {
            beginLines();
        }
        if (lines++ < MAX_LINES) {
            log(event);
        }
    }

    private void beginLines() {
        if (lines > MAX_LINES) {
            LOG.warn("{}{} more changes of state are not shown", prefix, lines - MAX_LINES);
        }
        lines = 0;
        linesSince = System.nanoTime();
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
        NumberColumn age = table.number("lastchg");
        Instant now = Instant.now();
        boolean ring = follower != null && ringError == null;
        for (int row = 0; row < table.rows(); row++) {
            ObjectKind kind = table.kind(row);
            if (kind != ObjectKind.SERVER && kind != ObjectKind.BACKEND) {
                continue;
            }
            ServerState state = ServerStatus.stateOf(status.at(row));
            Name name = new Name(kind, table.proxy(row), table.service(row));
            Followed object = objects.get(name);
            if (object == null) {
                // News only when it is down: it may be new, or left out by the scrapes before.
                object = new Followed(name, ServerState.UP);
                if (!follow(object)) {
                    continue;
                }
                if (state != ServerState.DOWN) {
                    object.state = state;
                }
            }
            object.scrape = scrapes;
            if (state == object.state || (ring && state != object.unconfirmed)) {
                object.unconfirmed = state;
                continue;
            }
            Instant time = age == null || age.at(row) < 0 ? now : now.minusSeconds(age.at(row));
            EventReason reason = kind == ObjectKind.SERVER
                    ? EventReason.of(state, reasons, row)
                    : state == ServerState.DOWN ? NO_SERVER : new EventReason("", "");
            tell(event(object.name, object.state, state, time, reason, Event.Source.SCRAPE), false);
            object.state = state;
            object.byScrape = true;
        }
        beginLines();
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

    private void log(Event event) {
        String proxy = Printable.cut(event.backend(), MAX_TEXT);
        String name = event.server().isEmpty()
                ? "backend " + proxy
                : "server " + Printable.cut(event.server(), MAX_TEXT) + " of backend " + proxy;
        if (event.to() == ServerState.DOWN) {
            LOG.warn("{}{} went DOWN: {}", prefix, name, Printable.cut(event.reason(), MAX_TEXT));
        } else {
            LOG.info("{}{} is {}, was {}", prefix, name, event.to(), event.from());
        }
    }
}
