package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.ServeOptions.LogFormat;
import io.github.haproxyexporter.cli.ServeOptions.LogLevel;
import org.apache.logging.log4j.LogManager;

/** Logs exceptions as the daemon would, which it does of defects alone: for a test of the jar that it is shipped in. */
public final class LogSample {

    private LogSample() {}

    /** Logs in the format that is named: an exception, or what a hostile server may be called. */
    public static void main(String[] args) {
        Logging.configure(LogLevel.INFO, LogFormat.valueOf(args[0]));
        // The configuration outlives a collection that comes before the first logger is made.
        System.gc();
        if (args[1].equals("hostile")) {
            String hostile = "\u009b2J\u202e\u2066\u2028\u001b]0;x\u0007\ud83d\ude00".repeat(100_000);
            LogManager.getLogger(LogSample.class)
                    .error("server {} is DOWN", hostile, new IllegalStateException(hostile));
        } else {
            LogManager.getLogger(LogSample.class)
                    .error("reading {} failed", "unix:/x", new IllegalStateException("the \"cause\"\nof it"));
        }
        LogManager.shutdown();
    }
}
