package io.github.haproxyexporter.history;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines that a ring holds (management guide, 9.3, {@code show events}).
 *
 * @param process tells one HAProxy process, and so one ring, from the next
 * @param stopping whether that process ends as soon as its connections do
 */
public record RingDump(String process, boolean stopping, List<String> lines) {

    /** No ring that makes sense is longer, and none is kept that is. */
    private static final int MOST_LINES = 100_000;

    private static final int MOST_CHARS = 1 << 24;

    static List<String> commands(String ring) {
        return List.of("show info", "show events " + ring);
    }

    /**
     * Reads a ring once.
     *
     * @throws HaproxyException when there is no such ring, or it may not be read; the message says what to configure
     */
    public static RingDump read(HaproxyClient client, String ring, Deadline deadline) throws HaproxyException {
        return client.follow(commands(ring), deadline, in -> read(new BoundedLines(in), in.source(), ring));
    }

    /** Reads the answers to {@link #commands} and nothing behind them. */
    static RingDump read(BoundedLines in, String source, String ring) throws IOException {
        StringBuilder process = new StringBuilder();
        boolean stopping = false;
        for (String line : answer(in, source, ring)) {
            if (line.startsWith("Pid: ") || line.startsWith("Start_time_sec: ")) {
                process.append(line).append(' ');
            }
            stopping |= line.equals("Stopping: 1");
        }
        return new RingDump(process.toString(), stopping, answer(in, source, ring));
    }

    /** The lines up to the empty one that ends an answer; behind a refusal it may be missing. */
    private static List<String> answer(BoundedLines in, String source, String ring) throws IOException {
        List<String> lines = new ArrayList<>();
        String reading = "reading the ring '" + ring + "' of " + source + ": ";
        long chars = 0;
        for (String line = in.next(); line != null && in.isWhole(); line = in.next()) {
            if (line.isEmpty()) {
                return lines;
            }
            if (line.startsWith("No such event sink")) {
                throw new HaproxyException(
                        ErrorKind.NOT_FOUND,
                        reading + "HAProxy has no such ring; add a section 'ring " + ring + "' and 'log ring@" + ring
                                + " local0 notice' to its configuration (docs/events.md), or correct the ring's name");
            }
            if (line.startsWith("Permission denied") || line.startsWith("Unknown command")) {
                throw new HaproxyException(
                        ErrorKind.PERMISSION_DENIED,
                        reading + "HAProxy answered '" + line
                                + "'; set 'level operator' on its 'stats socket' line; it must be HAProxy 2.0 or later");
            }
            lines.add(line);
            chars += line.length();
            if (lines.size() > MOST_LINES || chars > MOST_CHARS) {
                throw new HaproxyException(
                        ErrorKind.TOO_LARGE,
                        reading + "longer than " + MOST_LINES + " lines or " + MOST_CHARS
                                + " characters; make its 'size' smaller");
            }
        }
        throw new HaproxyException(ErrorKind.TRUNCATED, reading + "the answer ended early; was HAProxy reloaded?");
    }
}
