package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.stats.ProcessInfo;
import io.github.haproxyexporter.stats.Records;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a collector at intervals, and gives what it read last in between. A new HAProxy process is read at once. A failure lasts until
 * the next attempt: what HAProxy did not answer is not asked for at each scrape.
 */
final class CachedCollector implements Collector {

    /** Ends the name of the object that tells the age of what is given, as {@code age} in seconds; without objects there is none. */
    static final String DATA = "_data";

    private final Collector source;
    private final Duration interval;
    private final Duration retry;
    private final LongSupplier nanos;
    private Map<String, Records> records = Map.of();
    private @Nullable HaproxyException error;
    private @Nullable String process;
    private long attempt;

    /**
     * Makes a collector whose source runs once in an interval.
     *
     * @param retry the interval after a failure
     */
    CachedCollector(Collector source, Duration interval, Duration retry, LongSupplier nanos) {
        this.source = source;
        this.interval = interval;
        this.retry = retry;
        this.nanos = nanos;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public synchronized Map<String, Records> collect(Conversation haproxy) throws HaproxyException {
        String now = haproxy.snapshot().info().map(ProcessInfo::process).orElse("");
        long age = nanos.getAsLong() - attempt;
        if (!now.equals(process) || age >= (error == null ? interval : retry).toNanos()) {
            attempt += age;
            age = 0;
            process = now;
            read(haproxy);
        }
        if (error != null) {
            throw error;
        }
        if (records.values().stream().allMatch(each -> each.size() == 0)) {
            return records;
        }
        Map<String, Records> result = new HashMap<>(records);
        result.put(
                name() + DATA,
                Records.of(Map.of("age", Long.toString(Duration.ofNanos(age).toSeconds()))));
        return result;
    }

    private void read(Conversation haproxy) {
        error = null;
        records = Map.of();
        try {
            records = source.collect(haproxy);
        } catch (HaproxyException e) {
            error = e;
        }
    }
}
