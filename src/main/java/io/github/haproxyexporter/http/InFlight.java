package io.github.haproxyexporter.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests that are being answered, so that a shutdown can wait for them, and other work for when there is none. */
final class InFlight {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private final Runnable whenNone;
    private int requests;

    /** @param whenNone run by whoever answered the last request, after it */
    InFlight(Runnable whenNone) {
        this.whenNone = whenNone;
    }

    void enter() {
        lock.lock();
        try {
            requests++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        boolean last;
        lock.lock();
        try {
            requests--;
            last = requests == 0;
            if (last) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (last) {
            whenNone.run();
        }
    }

    /** Waits until no request is being answered, at most so long. */
    void awaitNone(Duration most) {
        lock.lock();
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(most);
            while (requests > 0 && nanos > 0) {
                nanos = none.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
