package io.github.haproxyexporter.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The files that this process has open and may open, as each connection is one. Logs once when the limit of connections is
 * reached: the JDK's server closes further ones without a word.
 */
final class OpenFiles {

    private static final Logger LOG = LogManager.getLogger(OpenFiles.class);

    private final int maxConnections;
    private final LongSupplier openFiles;
    private volatile long otherFiles = Long.MAX_VALUE;
    private boolean reached;

    /** @param openFiles number of files that the process has open, connections among them */
    OpenFiles(int maxConnections, LongSupplier openFiles) {
        this.maxConnections = maxConnections;
        this.openFiles = openFiles;
    }

    /** Number of files that the process has open; 0 where the system does not tell. */
    static long count() {
        try {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                    ? system.getOpenFileDescriptorCount()
                    : 0;
        } catch (InternalError e) {
            // No descriptor is left to count them with.
            return 0;
        }
    }

    /** The limits for a process that may open no more files than this one. */
    static Limits fitting(Limits asked, int listeners) {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return asked;
        }
        long left = Math.max(0, system.getMaxFileDescriptorCount() - count());
        Limits limits = asked.fitting(left, listeners);
        if (limits.maxConnections() < asked.maxConnections()) {
            LOG.warn(
                    "connections of a listener are limited to {}, not --web.max-connections {}: this process may open {}"
                            + " more files; raise its limit (LimitNOFILE of systemd, ulimit -n)",
                    limits.maxConnections(),
                    asked.maxConnections(),
                    left);
        }
        return limits;
    }

    /** Starts to look at connections: the files that are open now are none. */
    void start() {
        otherFiles = openFiles.getAsLong();
    }

    /** Logs when the limit of connections is reached, once per episode. */
    void inspect() {
        long connections = openFiles.getAsLong() - otherFiles;
        if (connections >= maxConnections && !reached) {
            LOG.warn(
                    "{} connections are open, and a listener closes further ones beyond {}: see who connects, or raise"
                            + " --web.max-connections",
                    connections,
                    maxConnections);
            reached = true;
        } else if (connections < maxConnections - maxConnections / 8) {
            reached = false;
        }
    }
}
