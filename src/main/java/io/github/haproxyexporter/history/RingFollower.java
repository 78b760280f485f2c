package io.github.haproxyexporter.history;

import io.github.haproxyexporter.client.AnswerStream;
import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Follows the ring that one HAProxy writes its log to, on a connection and a thread of its own. HAProxy prints the whole ring to each
 * new connection, so what ends the lines that were read before and begins those that come now is passed over. A new process has a
 * ring of its own, which is new as a whole.
 */
public final class RingFollower implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(RingFollower.class);

    /** A connection without a line for so long is made anew: it may be to a process that only waits for it. HAProxy's own time-out is as long. */
    private static final Duration QUIET = Duration.ofSeconds(10);

    /** The next process may be reloaded as well, and its ring with it. */
    private static final long SHORTEST_PAUSE = 10;

    private static final long LONGEST_PAUSE = 5_000;

    /** More than any ring that is read has. */
    private static final int MOST_SEEN = 300_000;

    /** Takes what the ring brings. */
    interface Listener {
        /** Takes a line; {@code past} when it was there before the ring was followed for the first time. */
        void line(String line, boolean past);

        /** What the ring held was told, and it is followed; or why it cannot be. */
        void followed(Optional<HaproxyException> failure);
    }

    private final HaproxyClient client;
    private final String ring;
    private final Duration timeout;
    private final Listener listener;
    private final Thread thread;

    /** Hashes of the lines that were read from the present process. */
    private final List<Integer> seen = new ArrayList<>();

    private String process = "";
    private long pause = SHORTEST_PAUSE;
    private boolean isFollowed;

    /** Follows a ring from {@link #start} until it is closed. */
    RingFollower(HaproxyClient client, String ring, Duration timeout, Listener listener) {
        this.client = client;
        this.ring = ring;
        this.timeout = timeout;
        this.listener = listener;
        this.thread = new Thread(this::run, "events");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<String> commands = new ArrayList<>(RingDump.commands(ring));
        commands.add("show events " + ring + " -w");
        while (!Thread.currentThread().isInterrupted()) {
            isFollowed = false;
            Deadline deadline = Deadline.in(timeout);
            try {
                client.follow(commands, deadline, in -> read(in, deadline));
            } catch (HaproxyException e) {
                LOG.debug("{}", e.getMessage());
                if (!isFollowed) {
                    listener.followed(Optional.of(e));
                }
            } catch (RuntimeException e) {
                LOG.error("following events failed by a defect of the exporter", e);
            }
            pause = isFollowed ? SHORTEST_PAUSE : Math.min(LONGEST_PAUSE, 2 * pause);
            try {
                TimeUnit.MILLISECONDS.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean read(AnswerStream in, Deadline deadline) throws IOException {
        BoundedLines lines = new BoundedLines(in);
        RingDump dump = RingDump.read(lines, in.source(), ring);
        boolean first = process.isEmpty();
        if (!dump.process().equals(process)) {
            seen.clear();
            process = dump.process();
        }
        for (String line :
                dump.lines().subList(overlap(seen, dump.lines()), dump.lines().size())) {
            take(line, first);
        }
        listener.followed(Optional.empty());
        isFollowed = !dump.stopping();
        // The answer that goes on begins with the same lines, but for those that made place for new ones meanwhile.
        int known = 0;
        boolean ends = dump.stopping();
        while (!ends) {
            deadline.extendTo(Deadline.in(QUIET));
            String line = lines.next();
            if (line == null || !lines.isWhole()) {
                throw new HaproxyException(ErrorKind.TRUNCATED, "following " + in.source() + ": the connection ended");
            }
            int at = known == 0 ? dump.lines().indexOf(line) : known;
            if (at >= 0 && at < dump.lines().size() && dump.lines().get(at).equals(line)) {
                known = at + 1;
            } else {
                known = dump.lines().size();
                take(line, false);
                // A process that ends stays for as long as this connection; another one serves.
                ends = line.contains("Proxy ") && line.contains(" stopped (");
            }
        }
        return ends;
    }

    private void take(String line, boolean past) {
        if (seen.size() >= MOST_SEEN) {
            seen.subList(0, MOST_SEEN / 2).clear();
        }
        seen.add(line.hashCode());
        listener.line(line, past);
    }

    /** The number of lines that begin a ring's dump and end what was seen. */
    static int overlap(List<Integer> seen, List<String> dump) {
        List<Integer> hashes = dump.stream().map(String::hashCode).toList();
        int length = Math.min(seen.size(), hashes.size());
        while (!seen.subList(seen.size() - length, seen.size()).equals(hashes.subList(0, length))) {
            length--;
        }
        return length;
    }
}
