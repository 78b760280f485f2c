package io.github.haproxyexporter.http;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The threads that read and answer requests, with the time-outs of both. There may be as many as connections: a request is read
 * by its thread, so with fewer a few silent clients would hold them all, and nobody else would be served.
 */
final class RequestThreads implements Executor, AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(RequestThreads.class);

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    /** A write that waits so long is not a matter of the network's pace. */
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Threads that are left to others when the system has no more, which the JVM needs to handle a signal. */
    private static final int SPARE_THREADS = 8;

    private static final int TICKS_BETWEEN_INSPECTIONS = 20;

    private final Limits limits;
    private final Duration patience;
    private final Runnable inspection;
    private final IdleCollection idle = IdleCollection.ofHeap();
    private final ThreadPoolExecutor threads;
    private final Map<Thread, RequestWatch> watches = new ConcurrentHashMap<>();
    private final Thread watcher = daemon(this::patrol, "http-watch");
    private volatile boolean closed;

    /**
     * Threads for so many listeners.
     *
     * @param patience how long {@link #close} waits for answers under way
     * @param inspection run every few seconds
     */
    RequestThreads(Limits limits, int listeners, Duration patience, Runnable inspection) {
        this.limits = limits;
        this.patience = patience;
        this.inspection = inspection;
        this.threads = new ThreadPoolExecutor(
                0,
                Math.multiplyExact(limits.maxConnections(), listeners),
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "http"),
                // The server closes the connection then. Never on the caller, which accepts all connections.
                new ThreadPoolExecutor.AbortPolicy());
        watcher.start();
    }

    @Override
    public void execute(Runnable request) {
        try {
            threads.execute(() -> run(request));
        } catch (OutOfMemoryError e) {
            int most = Math.max(1, threads.getPoolSize() - SPARE_THREADS);
            LOG.warn("the system has no more threads: {} requests are served at a time from now on", most);
            threads.setMaximumPoolSize(most);
            // Not only later ones: until these end, the JVM could not handle a signal.
            watches.values().stream().limit(SPARE_THREADS).forEach(RequestWatch::cut);
            throw e;
        }
    }

    private void run(Runnable request) {
        RequestWatch watch = new RequestWatch(limits);
        watches.put(Thread.currentThread(), watch);
        try {
            request.run();
        } finally {
            watches.remove(Thread.currentThread());
            watch.done();
        }
    }

    /** The watch over the request that the calling thread answers. */
    RequestWatch watch() {
        return Optional.ofNullable(watches.get(Thread.currentThread()))
                .orElseThrow(() -> new IllegalStateException("this thread answers no request"));
    }

    private void patrol() {
        for (int tick = 1; !closed; tick++) {
            LockSupport.parkNanos(this, TICK_NANOS);
            cutLate();
            if (isIdle()) {
                idle.collect();
            }
            if (tick % TICKS_BETWEEN_INSPECTIONS == 0) {
                inspection.run();
            }
        }
    }

    private boolean isIdle() {
        return watches.values().stream().noneMatch(RequestWatch::isAnswering);
    }

    private void cutLate() {
        long now = System.nanoTime();
        Map<Long, RequestWatch> slowest = new TreeMap<>(Collections.reverseOrder());
        for (RequestWatch watch : watches.values()) {
            watch.cutIfLate(now);
            slowest.put(watch.stalled(now), watch);
        }
        slowest.keySet().removeIf(nanos -> nanos <= STALL_NANOS);
        slowest.values().stream()
                .limit(Math.max(0, slowest.size() - limits.maxSlowReaders()))
                .forEach(watch -> watch.cutIfStalled(now, STALL_NANOS));
    }

    /**
     * Waits for the answers under way, takes no more requests and cuts those that are left: over TLS the server cannot be stopped
     * while a write is stuck.
     */
    @Override
    public void close() {
        await(patience, this::isIdle);
        threads.shutdown();
        await(CLOSE_TIMEOUT, () -> {
            watches.values().forEach(RequestWatch::cut);
            return watches.isEmpty();
        });
        closed = true;
        LockSupport.unpark(watcher);
        // No thread of ours may run while the JVM ends: writing its class-data archive, it crashes on one that does.
        await(CLOSE_TIMEOUT, () -> !watcher.isAlive());
    }

    private static void await(Duration most, BooleanSupplier over) {
        long end = System.nanoTime() + most.toNanos();
        while (!over.getAsBoolean() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TICK_NANOS / 10);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
