package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.ServeOptions.LogFormat;
import io.github.haproxyexporter.cli.ServeOptions.LogLevel;
import org.apache.logging.log4j.LogManager;

/** Logs an exception as the daemon would, which it does of defects alone: for a test of the jar that it is shipped in. */
public final class LogSample {

    private LogSample() {}

    /** Logs in the format that is named. */
    public static void main(String[] args) {
        Logging.configure(LogLevel.INFO, LogFormat.valueOf(args[0]));
        // The configuration outlives a collection that comes before the first logger is made.
        System.gc();
        LogManager.getLogger(LogSample.class)
                .error("reading {} failed", "unix:/x", new IllegalStateException("the \"cause\"\nof it"));
        LogManager.shutdown();
    }
}
