package io.github.haproxyexporter.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last transitions of each server and backend that a log has. */
public final class TransitionLog {
    /** The end of a log that is read, in bytes. */
    public static final long MOST_BYTES = 256L << 20;

    private static final int KEPT = 5;

    private final Map<String, Deque<Transition>> byName = new HashMap<>();

    private TransitionLog() {}

    public static TransitionLog empty() {
        return new TransitionLog();
    }

    /** Reads a stream to its end; lines about anything else are passed over. */
    public static TransitionLog read(InputStream in) throws IOException {
        TransitionLog log = new TransitionLog();
        log.takeLines(in, false);
        return log;
    }

    /** Reads the last {@value #MOST_BYTES} bytes of a file, and as much as is left of them of the one that logrotate made. */
    public static TransitionLog read(Path file) throws IOException {
        return read(file, MOST_BYTES);
    }

    static TransitionLog read(Path file, long most) throws IOException {
        TransitionLog log = new TransitionLog();
        if (!Files.isRegularFile(file)) {
            // A pipe has no end to begin at.
            try (InputStream in = Files.newInputStream(file)) {
                log.takeLines(in, false);
            }
            return log;
        }
        Path rotated = file.resolveSibling(file.getFileName() + ".1");
        long left = most - Files.size(file);
        if (left > 0 && Files.isRegularFile(rotated) && Files.isReadable(rotated)) {
            log.takeEnd(rotated, left);
        }
        log.takeEnd(file, most);
        return log;
    }

    /** The last transitions of a server, or of a backend; the latest last. */
    public List<Transition> of(String name) {
        Deque<Transition> found = byName.get(name);
        return found == null ? List.of() : List.copyOf(found);
    }

    private void takeEnd(Path file, long most) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long from = Math.max(0, channel.size() - most);
            takeLines(Channels.newInputStream(channel.position(from)), from > 0);
        }
    }

    private void takeLines(InputStream in, boolean fromWithinALine) throws IOException {
        BoundedLines lines = new BoundedLines(in);
        if (fromWithinALine) {
            lines.next();
        }
        for (String line = lines.next(); line != null; line = lines.next()) {
            TransitionLine.parse(line).ifPresent(this::keep);
        }
    }

    private void keep(Transition transition) {
        Deque<Transition> kept = byName.computeIfAbsent(transition.server(), server -> new ArrayDeque<>());
        kept.addLast(transition);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
    }
}
