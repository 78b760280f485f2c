package io.github.haproxyexporter.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * What one client, or many together, may take from the server.
 *
 * @param maxConnections open connections of one listener; further ones are closed at once
 * @param readTimeout the longest that a request may take to arrive
 * @param writeTimeout the longest from a request's arrival to the end of its answer, the reading of HAProxy included
 * @param idleTimeout how long a connection without a request stays open
 * @param maxHeaderBytes length of a request's first line and headers together
 * @param maxHeaders number of a request's headers
 * @param maxBodyBytes length of a request's body, which nothing reads
 * @param maxSlowReaders answers that may wait at a time for clients who do not take them, as each holds what HAProxy said
 */
public record Limits(
        int maxConnections,
        Duration readTimeout,
        Duration writeTimeout,
        Duration idleTimeout,
        int maxHeaderBytes,
        int maxHeaders,
        long maxBodyBytes,
        int maxSlowReaders) {

    private static final Logger LOG = LogManager.getLogger(Limits.class);

    private static final String PREFIX = "sun.net.httpserver.";

    /** Files that are not for clients: HAProxy's answers, files that are read again, and what the JVM opens for itself. */
    private static final int KEPT_FILES = 32;

    /** What a listener needs before the first connection, and for the one that it accepts only to close it. */
    private static final int LISTENER_FILES = 5;

    /**
     * The limits for a process that may open so many more files. Without a file left, a connection can neither be accepted nor
     * turned away: the JDK's server would try again and again, and nothing could be read from HAProxy either.
     */
    Limits fitting(long files, int listeners) {
        long most = Math.max(1, (files - KEPT_FILES) / listeners - LISTENER_FILES);
        if (most >= maxConnections) {
            return this;
        }
        LOG.warn(
                "connections of a listener are limited to {}, not --web.max-connections {}: this process may open {}"
                        + " more files; raise its limit (LimitNOFILE of systemd, ulimit -n)",
                most,
                maxConnections,
                files);
        return new Limits(
                (int) most,
                readTimeout,
                writeTimeout,
                idleTimeout,
                maxHeaderBytes,
                maxHeaders,
                maxBodyBytes,
                maxSlowReaders);
    }

    /**
     * Tells them to the JDK's server, which reads them once, when its first class is loaded.
     *
     * <p>Its own time-outs for requests and answers (maxReqTime, maxRspTime) are not relied on: their timer closes connections under a
     * lock that every request needs, and over TLS that closing waits for the very write that is stuck. One client who does not
     * read would stop the server. {@link RequestThreads} has them instead.
     */
    void applyToServer() {
        System.setProperty("jdk.httpserver.maxConnections", Integer.toString(maxConnections));
        set("maxIdleConnections", maxConnections);
        set("idleInterval", seconds(idleTimeout));
        // How often idle connections are looked for, in milliseconds; every ten seconds else.
        set("clockTick", 1000);
        set("maxReqHeaderSize", maxHeaderBytes);
        set("maxReqHeaders", maxHeaders);
        // What is left of a body after the answer is not waited for. With 0 the server sees no body's end and closes
        // every
        // connection.
        set("drainAmount", 1);
        // Headers and body are two writes: Nagle's algorithm delays the second by 40 ms on a kept-alive connection.
        System.setProperty(PREFIX + "nodelay", "true");
        // For the first byte of a new connection. The timer that looks for requests hardly ever runs, see above.
        set("maxReqTime", seconds(readTimeout));
        set("timerMillis", TimeUnit.HOURS.toMillis(1));
    }

    /** At least a second: the server has no smaller unit. */
    private static long seconds(Duration time) {
        return Math.max(1, time.toSeconds());
    }

    private static void set(String name, long value) {
        System.setProperty(PREFIX + name, Long.toString(value));
    }
}
