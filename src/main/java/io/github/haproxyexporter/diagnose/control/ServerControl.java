package io.github.haproxyexporter.diagnose.control;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Changes servers of one HAProxy. */
public final class ServerControl {
    private final HaproxyClient client;
    private final SnapshotReader reader;
    private final Duration timeout;

    public ServerControl(HaproxyClient client, Duration timeout) {
        this.client = client;
        this.reader = new SnapshotReader(client, KnownColumns.load());
        this.timeout = timeout;
    }

    /** All servers, as they are now. */
    public List<ServerRow> servers() throws HaproxyException {
        return ServerRow.all(
                reader.read(SnapshotRequest.everything(), Deadline.in(timeout)).table());
    }

    /** The servers of these names, in that order. All of them must exist. */
    public static List<ServerRow> select(List<ServerRow> servers, List<String> names) {
        Map<String, ServerRow> byName = servers.stream()
                .collect(Collectors.toMap(ServerRow::name, Function.identity(), (first, second) -> first));
        List<ServerRow> selected = new ArrayList<>();
        for (String name : names) {
            ServerRow row = byName.get(name);
            if (row == null) {
                throw new IllegalArgumentException("no server " + name);
            }
            selected.add(row);
        }
        return selected;
    }

    /** The backends that this change would leave without a single server for new clients, though they have one now. */
    public static List<String> leftWithoutServer(List<ServerRow> servers, List<ServerRow> selected, Change change) {
        if (!change.endsService()) {
            return List.of();
        }
        Set<String> gone = new HashSet<>();
        selected.forEach(row -> gone.add(row.name()));
        boolean grew = change.isInherited();
        while (grew) {
            grew = false;
            for (ServerRow row : servers) {
                grew |= gone.contains(row.tracked()) && gone.add(row.name());
            }
        }
        Set<String> left = new TreeSet<>();
        for (ServerRow row : servers) {
            if (row.serves() && gone.contains(row.name())) {
                boolean another = servers.stream()
                        .anyMatch(other -> other.backend().equals(row.backend())
                                && other.serves()
                                && !gone.contains(other.name()));
                if (!another) {
                    left.add(row.backend());
                }
            }
        }
        return List.copyOf(left);
    }

    /** Gives HAProxy the command. An answer other than silence is an objection. */
    public void apply(ServerRow server, Change change) throws HaproxyException, ControlException {
        if (!client.takesCommands()) {
            throw new ControlException(client.address()
                    + " only shows statistics; changing servers needs a stats socket of 'level admin'");
        }
        String command = "set server " + server.name() + " " + change.words();
        String answer = client.exchange(
                        List.of(command),
                        Deadline.in(timeout),
                        in -> new String(in.readAllBytes(), StandardCharsets.UTF_8))
                .strip();
        if (answer.startsWith("Permission denied")) {
            throw new ControlException("HAProxy answered 'Permission denied' to '" + command + "': " + client.address()
                    + " must be a stats socket of 'level admin'");
        }
        if (!answer.isEmpty()) {
            throw new ControlException(
                    "HAProxy objects to '" + command + "': " + answer.replaceAll("\\p{Cntrl}+", " "));
        }
    }
}
