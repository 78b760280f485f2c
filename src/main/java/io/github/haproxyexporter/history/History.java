package io.github.haproxyexporter.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.haproxyexporter.memory.MemoryBudget;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** The last changes of state of each target. The oldest make place for new ones. Safe for use by several threads. */
public final class History {

    /** Bytes of an event beside its texts, most of which other events share. */
    private static final long EVENT = 200;

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Instant watchingSince = Instant.now();
    private final int most;
    private final MemoryBudget.Cache memory;
    private final Map<StateLog, Deque<Event>> byTarget = new HashMap<>();

    /** @param most the number of events that are kept of each target */
    public History(int most, MemoryBudget budget) {
        this.most = most;
        this.memory = budget.openCache();
    }

    synchronized void add(StateLog target, Event event) {
        Deque<Event> events = byTarget.computeIfAbsent(target, any -> new ArrayDeque<>());
        if (events.size() >= most) {
            memory.release(bytes(events.removeFirst()));
        }
        while (!memory.take(bytes(event))) {
            if (events.isEmpty()) {
                return;
            }
            memory.release(bytes(events.removeFirst()));
        }
        events.addLast(event);
    }

    synchronized void forget(StateLog target) {
        Deque<Event> events = byTarget.remove(target);
        if (events != null) {
            events.forEach(event -> memory.release(bytes(event)));
        }
    }

    private static long bytes(Event event) {
        return EVENT
                + event.backend().length()
                + event.server().length()
                + event.reason().length();
    }

    /** The newest events that are wanted, the newest first. */
    public synchronized List<Event> events(Predicate<Event> wanted, int limit) {
        List<Event> found = new ArrayList<>();
        for (Deque<Event> events : byTarget.values()) {
            events.descendingIterator().forEachRemaining(found::add);
        }
        found.removeIf(wanted.negate());
        found.sort(Comparator.comparing(Event::time).reversed());
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** Since when changes are noticed. */
    public Instant watchingSince() {
        return watchingSince;
    }

    /** Events as JSON (docs/events.schema.json). */
    public static String json(Instant watchingSince, List<Event> events) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("watching_since", time(watchingSince));
            json.writeArrayFieldStart("events");
            for (Event event : events) {
                json.writeStartObject();
                json.writeStringField("time", time(event.time()));
                json.writeStringField("haproxy", event.haproxy());
                json.writeStringField("backend", event.backend());
                json.writeStringField("server", event.server());
                json.writeStringField("from", event.from().name());
                json.writeStringField("to", event.to().name());
                json.writeStringField("reason", event.reason());
                json.writeStringField("cause", event.cause());
                json.writeStringField("source", event.source().name().toLowerCase(Locale.ROOT));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
