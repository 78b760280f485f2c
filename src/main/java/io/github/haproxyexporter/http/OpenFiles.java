package io.github.haproxyexporter.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The files that this process has open and may open, as each connection is one. Logs once when the limit of connections is
 * reached: the JDK's server closes further ones without a word.
 */
final class OpenFiles {

    private static final Logger LOG = LogManager.getLogger(OpenFiles.class);

    private static final OperatingSystemMXBean SYSTEM = ManagementFactory.getOperatingSystemMXBean();

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
            return SYSTEM instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
        } catch (InternalError e) {
            // No descriptor is left to count them with.
            return 0;
        }
    }

    /** Number of files that the process may still open. */
    static long left() {
        return SYSTEM instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - count()
                : Long.MAX_VALUE;
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
