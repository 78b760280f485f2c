package io.github.haproxyexporter.exposition;

import io.github.haproxyexporter.memory.MemoryBudget;
import io.github.haproxyexporter.metrics.LabelRows;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Encoded labels, kept from one answer to the next: HAProxy's objects change when it is reloaded, and seldom else. Bounded by
 * forgetting what was not asked for the longest.
 */
final class LabelCache {

    /** Those of 50,000 servers take 4 MB. */
    private static final long MAX_BYTES = 8L << 20;

    private final Map<LabelRows, EncodedLabels> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final MemoryBudget.Cache memory;
    private long bytes;

    LabelCache(MemoryBudget.Cache memory) {
        this.memory = memory;
    }

    /**
     * The encoded rows, for as long as they are used.
     *
     * @param user takes what has no room in the cache
     */
    synchronized EncodedLabels of(LabelRows rows, MemoryBudget.Share user) {
        EncodedLabels found = kept.get(rows);
        if (found == null) {
            long estimate = EncodedLabels.estimate(rows);
            user.take(estimate);
            found = new EncodedLabels(rows);
            if (keep(found.memory())) {
                kept.put(rows, found);
                user.take(-estimate);
            }
        }
        return found;
    }

    private boolean keep(long more) {
        Iterator<EncodedLabels> oldest = kept.values().iterator();
        while (more <= MAX_BYTES) {
            if (bytes + more <= MAX_BYTES && memory.take(more)) {
                bytes += more;
                return true;
            }
            if (!oldest.hasNext()) {
                return false;
            }
            long less = oldest.next().memory();
            bytes -= less;
            memory.release(less);
            oldest.remove();
        }
        return false;
    }
}
