package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Logs why collectors fail: each kind of error once, until the collector succeeds again. */
public final class CollectorLog implements ScrapeListener {

    private static final Logger LOG = LogManager.getLogger(CollectorLog.class);

    /** The kinds that were logged, by target and collector. */
    private final Map<List<String>, Set<ErrorKind>> failing = new ConcurrentHashMap<>();

    @Override
    public synchronized void scraped(Target target, ScrapeResult result) {
        if (result instanceof ScrapeResult.Read read) {
            for (ScrapeResult.CollectorRun run : read.runs()) {
                List<String> key = List.of(target.name(), run.collector());
                run.error().ifPresent(error -> failed(key, run.collector(), error));
                if (run.error().isEmpty() && failing.remove(key) != null) {
                    LOG.info("collector {} of {} succeeds again", run.collector(), target.address());
                }
            }
        }
    }

    private void failed(List<String> key, String collector, HaproxyException error) {
        if (failing.computeIfAbsent(key, any -> EnumSet.noneOf(ErrorKind.class)).add(error.kind())) {
            // A defect needs its stack trace; what HAProxy did is told by the message.
            Throwable defect = error.getCause() instanceof RuntimeException cause ? cause : null;
            LOG.warn("collector {} failed: {}", collector, error.text(), defect);
        }
    }
}
