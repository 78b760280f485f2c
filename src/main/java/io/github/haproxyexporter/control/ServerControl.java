package io.github.haproxyexporter.control;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.ErrorKind;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.ServerView;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.stats.StatView;
import io.github.haproxyexporter.text.Printable;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Changes servers of one HAProxy. */
public final class ServerControl {
    /** The end of the answer to {@code get weight} (management guide, 9.3). */
    private static final Pattern INITIAL_WEIGHT = Pattern.compile("\\(initial (\\d+)\\)");

    private final HaproxyClient client;
    private final SnapshotReader reader;
    private final Duration timeout;

    public ServerControl(HaproxyClient client, Duration timeout) {
        this.client = client;
        this.reader = new SnapshotReader(client, KnownColumns.load());
        this.timeout = timeout;
    }

    /** All servers, as they are now. */
    public List<ServerView> servers() throws HaproxyException {
        return StatView.of(reader.read(SnapshotRequest.everything(), Deadline.in(timeout))
                        .table())
                .servers();
    }

    /** The servers of these names, in that order. All of them must exist. */
    public static List<ServerView> select(List<ServerView> servers, List<String> names) {
        return names.stream()
                .map(name -> servers.stream()
                        .filter(server -> server.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no server " + name)))
                .toList();
    }

    /** The same change, with all known that its effect on these servers depends on. */
    public Change prepared(Change change, List<ServerView> servers) throws HaproxyException, ControlException {
        if (!(change instanceof Change.Weight weight) || !weight.isRelative()) {
            return change;
        }
        Map<String, Long> configured = new HashMap<>();
        for (ServerView server : servers) {
            String answer = exchange("get weight " + server.name());
            Matcher initial = INITIAL_WEIGHT.matcher(answer);
            if (!initial.find()) {
                throw new ControlException("HAProxy does not tell the configured weight of " + server.name() + ": "
                        + Printable.line(answer, Printable.QUOTED));
            }
            long full = Long.parseLong(initial.group(1));
            if (full > 0 && weight.isTooSmall(full)) {
                throw new ControlException(weight.value() + " of the configured weight " + full + " of " + server.name()
                        + " rounds to 0, which takes it out of service; nothing was changed. Write at least "
                        + (99 + full) / full + "%, 0% to take it out, or configure larger weights");
            }
            configured.put(server.name(), full);
        }
        return new Change.Weight(weight.value(), configured);
    }

    /** The backends that this change would leave without a single server for new clients, though they have one now. */
    public static Set<String> leftWithoutServer(List<ServerView> servers, List<ServerView> selected, Change change) {
        Set<String> gone = gone(servers, selected, change);
        Set<String> left = served(servers, server -> gone.contains(server.name()));
        left.removeAll(served(servers, server -> !gone.contains(server.name())));
        return left;
    }

    /** The backends that some of these servers serve. */
    private static Set<String> served(List<ServerView> servers, Predicate<ServerView> some) {
        return servers.stream()
                .filter(server -> server.serves() && some.test(server))
                .map(ServerView::backend)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The servers whose service the change ends, with those that track them. */
    private static Set<String> gone(List<ServerView> servers, List<ServerView> selected, Change change) {
        Set<String> gone = new HashSet<>();
        selected.stream().filter(change::endsService).forEach(row -> gone.add(row.name()));
        boolean grew = change.isInherited();
        while (grew) {
            grew = false;
            for (ServerView row : servers) {
                grew |= row.tracked().filter(gone::contains).isPresent() && gone.add(row.name());
            }
        }
        return gone;
    }

    /** Changes the servers one after the other. An error says which were changed before it. */
    public void apply(List<ServerView> servers, Change change) throws HaproxyException, ControlException {
        for (int i = 0; i < servers.size(); i++) {
            try {
                apply(servers.get(i), change);
            } catch (ControlException e) {
                throw new ControlException(e.getMessage() + progress(servers, i, "; not changed: "));
            } catch (HaproxyException e) {
                throw new HaproxyException(e.kind(), e.text() + progress(servers, i, "; perhaps not changed: "), e);
            }
        }
    }

    private static String progress(List<ServerView> servers, int failed, String others) {
        List<String> names = servers.stream().map(ServerView::name).toList();
        return names.size() == 1
                ? ""
                : "; changed: " + (failed == 0 ? "none" : String.join(", ", names.subList(0, failed))) + others
                        + String.join(", ", names.subList(failed, names.size()));
    }

    /**
     * Takes a change back when it has left a backend without a serving server after all: two changes at the same time may each
     * have relied on the server that the other took away.
     *
     * @param servers all, as they were before
     */
    public void requireService(List<ServerView> servers, List<ServerView> selected, Change change)
            throws HaproxyException, ControlException {
        Set<String> gone = gone(servers, selected, change);
        Set<String> left = served(servers, server -> gone.contains(server.name()));
        if (!left.isEmpty()) {
            left.removeAll(served(servers(), server -> true));
        }
        if (left.isEmpty()) {
            return;
        }
        List<ServerView> served = selected.stream().filter(ServerView::serves).toList();
        for (ServerView row : served) {
            apply(
                    row,
                    change instanceof Change.Weight
                            ? new Change.Weight(Long.toString(row.weight()))
                            : Change.State.READY);
        }
        throw new ControlException("another change at the same time left " + String.join(", ", left)
                + " without a server, so this one was taken back: "
                + served.stream().map(ServerView::name).collect(Collectors.joining(", "))
                + " has its former state; look at `haproxy-exporter status` and try again");
    }

    /** Gives HAProxy the command. An answer other than silence is an objection. */
    private void apply(ServerView server, Change change) throws HaproxyException, ControlException {
        String command = "set server " + server.name() + " " + change.words();
        String answer = exchange(command);
        if (answer.startsWith("Permission denied")) {
            throw new ControlException("HAProxy answered 'Permission denied' to '" + command + "': " + client.address()
                    + " must be a stats socket of 'level admin'");
        }
        if (!answer.isEmpty()) {
            throw new ControlException(
                    "HAProxy objects to '" + command + "': " + Printable.line(answer, Printable.QUOTED));
        }
    }

    private String exchange(String command) throws HaproxyException, ControlException {
        if (!client.takesCommands()) {
            throw new ControlException(client.address()
                    + " only shows statistics; changing servers needs a stats socket of 'level admin'");
        }
        byte[] answer = client.exchange(List.of(command), Deadline.in(timeout), InputStream::readAllBytes);
        if (answer.length == 0) {
            throw new HaproxyException(
                    ErrorKind.TRUNCATED,
                    "asking " + client.address() + ": the connection closed without an answer to '" + command + "'");
        }
        return new String(answer, StandardCharsets.UTF_8).strip();
    }
}
