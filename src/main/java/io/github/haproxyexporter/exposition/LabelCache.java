package io.github.haproxyexporter.exposition;

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
    private long bytes;

    synchronized EncodedLabels of(LabelRows rows) {
        EncodedLabels found = kept.get(rows);
        if (found == null) {
            found = new EncodedLabels(rows);
            if (found.memory() <= MAX_BYTES) {
                kept.put(rows, found);
                bytes += found.memory();
                forget();
            }
        }
        return found;
    }

    private void forget() {
        Iterator<EncodedLabels> oldest = kept.values().iterator();
        while (bytes > MAX_BYTES) {
            bytes -= oldest.next().memory();
            oldest.remove();
        }
    }
}
