package io.github.haproxyexporter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a HAProxy answers to each command, as recorded from a real one or written by hand, served by a {@link StubSocket}. The answers end as HAProxy
 * ends them, with an empty line.
 */
public final class Dump {

    private static final String NO_STATES = "1\n# be_id be_name srv_id srv_name srv_addr\n";

    private final Map<String, byte[]> answers = new TreeMap<>();

    private Dump() {}

    /** A HAProxy with the given {@code show stat}, and a {@code show info} of a few lines. */
    public static Dump of(String stat) {
        return new Dump()
                .with("show stat", stat)
                .with("show info", "Name: HAProxy\nVersion: 2.6.12\nPid: 1\nStart_time_sec: 1\n")
                .with("show servers state", NO_STATES)
                .with("show peers", "");
    }

    /** A HAProxy 2.6 with many states of servers, recorded in {@code src/test/resources/dumps}. */
    public static Dump haproxy26() {
        return new Dump()
                .recorded("show stat", "haproxy-2.6-stat.txt")
                .recorded("show info", "haproxy-2.6-info.txt")
                .with("show servers state", NO_STATES)
                .with("show peers", "")
                .with("show peers", "")
                .recorded("show table", "haproxy-2.6-table.txt")
                .recorded("show resolvers", "haproxy-2.6-resolvers.txt");
    }

    /** Adds or replaces the answer to commands that begin so; of several beginnings the longest counts. */
    public Dump with(String command, String answer) {
        return with(command, (answer + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Like {@link #with(String, String)}, with every byte given, the empty line too. */
    public Dump with(String command, byte[] answer) {
        answers.put(command, answer);
        return this;
    }

    /** The answer to a command as text. */
    public String text(String command) {
        return new String(answer(command), StandardCharsets.UTF_8);
    }

    /** Answers each command of the line. */
    public StubScript script() {
        return connection -> {
            for (String command : connection.readLine().split(";", -1)) {
                connection.send(answer(command.strip()));
            }
        };
    }

    private Dump recorded(String command, String resource) {
        try (InputStream in = Dump.class.getResourceAsStream("/dumps/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("no recorded dump " + resource);
            }
            return with(command, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] answer(String command) {
        byte[] found = ("Unknown command: '" + command + "'.\n\n").getBytes(StandardCharsets.UTF_8);
        // Sorted by text, so a longer beginning comes after a shorter one.
        for (Map.Entry<String, byte[]> entry : answers.entrySet()) {
            if (command.startsWith(entry.getKey())) {
                found = entry.getValue();
            }
        }
        return found.clone();
    }
}
