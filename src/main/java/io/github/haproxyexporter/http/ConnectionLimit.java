package io.github.haproxyexporter.http;

import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Logs once when the limit of connections is reached: the JDK's server closes further ones without a word. */
final class ConnectionLimit implements Runnable {

    private static final Logger LOG = LogManager.getLogger(ConnectionLimit.class);

    private final int most;
    private final LongSupplier openFiles;
    private volatile long otherFiles = Long.MAX_VALUE;
    private boolean reached;

    /**
     * A limit that is not looked at yet.
     *
     * @param openFiles number of files that the process has open, connections among them
     */
    ConnectionLimit(int most, LongSupplier openFiles) {
        this.most = most;
        this.openFiles = openFiles;
    }

    /** Starts to count: the files that are open now are no connections. */
    void start() {
        otherFiles = openFiles.getAsLong();
    }

    @Override
    public void run() {
        long connections = openFiles.getAsLong() - otherFiles;
        if (connections >= most && !reached) {
            LOG.warn(
                    "{} connections are open, and a listener closes further ones beyond {}: see who connects, or raise"
                            + " --web.max-connections",
                    connections,
                    most);
            reached = true;
        } else if (connections < most - most / 8) {
            reached = false;
        }
    }
}
