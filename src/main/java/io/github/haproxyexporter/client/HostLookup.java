package io.github.haproxyexporter.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Looks one host name up within a deadline. The system's resolver has no time-out that the caller sets, so it runs on a thread of its
 * own; while it hangs, those who ask wait for that one, so that there is never a second thread.
 */
final class HostLookup {

    private final Callable<InetAddress[]> resolver;
    private @Nullable FutureTask<InetAddress[]> running;

    HostLookup(String host) {
        this(() -> InetAddress.getAllByName(host));
    }

    HostLookup(Callable<InetAddress[]> resolver) {
        this.resolver = resolver;
    }

    /** All addresses of the host, in the system's order of preference. */
    InetAddress[] addresses(Deadline deadline, String doing) throws IOException {
        try {
            return lookup().get(deadline.remainingMillis(doing), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw deadline.timeout(doing + ", looking up its host name");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HaproxyException(ErrorKind.TIMEOUT, doing + ": interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException) {
                throw new HaproxyException(
                        ErrorKind.NOT_FOUND, doing + ": the host name is unknown; check the address", e);
            }
            throw new IOException(e.getCause());
        }
    }

    private synchronized FutureTask<InetAddress[]> lookup() {
        FutureTask<InetAddress[]> lookup = running;
        if (lookup == null || lookup.isDone()) {
            lookup = new FutureTask<>(resolver);
            running = lookup;
            Thread thread = new Thread(lookup, "host-lookup");
            thread.setDaemon(true);
            thread.start();
        }
        return lookup;
    }
}
