package io.github.haproxyexporter.http;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The threads that read and answer requests, with the time-outs of both. There may be as many as connections: a request is read
 * by its thread, so with fewer a few silent clients would hold them all, and nobody else would be served.
 */
final class RequestThreads implements Executor, AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(RequestThreads.class);

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long INSPECTION_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A write that waits so long is not a matter of the network's pace. */
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Threads that are left to others when the system has no more, which the JVM needs to handle a signal. */
    private static final int SPARE_THREADS = 8;

    private final Limits limits;
    private final Runnable inspection;
    private final ThreadPoolExecutor threads;
    private final Map<Thread, RequestWatch> watches = new ConcurrentHashMap<>();
    private final Thread watcher = daemon(this::patrol, "http-watch");
    private volatile boolean resting;
    private volatile boolean closed;

    /**
     * Threads for so many listeners.
     *
     * @param inspection run every few seconds
     */
    RequestThreads(Limits limits, int listeners, Runnable inspection) {
        this.limits = limits;
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
            threads.execute(watched(request));
        } catch (OutOfMemoryError e) {
            int most = Math.max(1, threads.getPoolSize() - SPARE_THREADS);
            LOG.warn("the system has no more threads: {} requests are served at a time from now on", most);
            threads.setMaximumPoolSize(most);
            throw e;
        }
    }

    private Runnable watched(Runnable request) {
        return () -> {
            RequestWatch watch = new RequestWatch(limits, System.nanoTime());
            watches.put(Thread.currentThread(), watch);
            if (resting) {
                LockSupport.unpark(watcher);
            }
            try {
                request.run();
            } finally {
                watches.remove(Thread.currentThread());
                watch.done();
            }
        };
    }

    /** The watch over the request that the calling thread answers. */
    RequestWatch watch() {
        RequestWatch watch = watches.get(Thread.currentThread());
        if (watch == null) {
            throw new IllegalStateException("this thread answers no request");
        }
        return watch;
    }

    /** The stream to a client, with its writes under the calling thread's watch. */
    OutputStream watched(OutputStream out) {
        return new WatchedStream(out, watch());
    }

    private void patrol() {
        long inspected = System.nanoTime();
        while (!closed) {
            // An idle daemon hardly wakes up. Set before the look at the requests, as they are put there before theirs
            // at it.
            resting = true;
            if (watches.isEmpty()) {
                LockSupport.parkNanos(this, INSPECTION_NANOS);
            }
            resting = false;
            if (closed) {
                return;
            }
            LockSupport.parkNanos(this, TICK_NANOS);
            long now = System.nanoTime();
            watches.values().forEach(watch -> watch.cutIfLate(now));
            cutSlowest(now);
            if (now - inspected >= INSPECTION_NANOS) {
                inspected = now;
                inspection.run();
            }
        }
    }

    /** A request whose client keeps it waiting, and for how long it did when it was looked at. */
    private record Stalled(RequestWatch watch, long nanos) {}

    private void cutSlowest(long now) {
        List<Stalled> stalled = new ArrayList<>();
        for (RequestWatch watch : watches.values()) {
            long nanos = watch.stalled(now);
            if (nanos > STALL_NANOS) {
                stalled.add(new Stalled(watch, nanos));
            }
        }
        int surplus = stalled.size() - limits.maxSlowReaders();
        if (surplus > 0) {
            stalled.sort(Comparator.comparingLong(Stalled::nanos).reversed());
            stalled.subList(0, surplus).forEach(one -> one.watch().cutIfStalled(now, STALL_NANOS));
        }
    }

    /** Takes no more requests and cuts those that are there: over TLS the server cannot be stopped while a write is stuck. */
    @Override
    public void close() {
        threads.shutdown();
        long end = System.nanoTime() + CLOSE_NANOS;
        while (!watches.isEmpty() && System.nanoTime() < end) {
            watches.values().forEach(RequestWatch::cut);
            LockSupport.parkNanos(this, TICK_NANOS / 10);
        }
        closed = true;
        LockSupport.unpark(watcher);
        try {
            // No thread of ours is to run while the JVM ends: writing its class-data archive, it crashes on one that
            // does.
            watcher.join(TimeUnit.NANOSECONDS.toMillis(CLOSE_NANOS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
