package io.github.haproxyexporter.stats;

import io.github.haproxyexporter.stats.ServerView.CheckView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The servers and backends of one {@code show stat}.
 *
 * @param servers all of them, in HAProxy's order
 */
public record StatView(List<ServerView> servers, List<BackendView> backends) {
    /** HAProxy shows numbers; whatever else a statistics page says is nothing to connect to. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]++\\]):\\d{1,5}");

    public StatView {
        servers = List.copyOf(servers);
        backends = List.copyOf(backends);
    }

    public static StatView of(StatTable table) {
        List<ServerView> servers = new ArrayList<>();
        Map<String, List<ServerView>> byBackend = new HashMap<>();
        for (int row : table.rows(ObjectKind.SERVER)) {
            ServerView server = server(table, row);
            servers.add(server);
            byBackend
                    .computeIfAbsent(server.backend(), name -> new ArrayList<>())
                    .add(server);
        }
        List<BackendView> backends = new ArrayList<>();
        for (int row : table.rows(ObjectKind.BACKEND)) {
            backends.add(new BackendView(
                    table.proxy(row),
                    table.text("status").at(row),
                    !table.text("mode").at(row).equals("tcp"),
                    byBackend.getOrDefault(table.proxy(row), List.of())));
        }
        return new StatView(servers, backends);
    }

    public Optional<BackendView> backend(String name) {
        return backends.stream().filter(backend -> backend.name().equals(name)).findFirst();
    }

    public Optional<ServerView> server(String name) {
        return servers.stream().filter(server -> server.name().equals(name)).findFirst();
    }

    private static ServerView server(StatTable table, int row) {
        return new ServerView(
                table.proxy(row),
                table.service(row),
                table.text("status").at(row),
                table.number("lastchg", row),
                table.number("chkdown", row),
                table.number("bck", row).orElse(0) > 0,
                table.number(table.number("uweight") == null ? "weight" : "uweight", row)
                        .orElse(1),
                table.number("scur", row).orElse(0) + table.number("qcur", row).orElse(0),
                check(table, row, "check", "last_chk"),
                check(table, row, "agent", "last_agt"),
                filled(table, "tracked", row),
                filled(table, "addr", row)
                        .filter(address -> ADDRESS.matcher(address).matches()));
    }

    private static CheckView check(StatTable table, int row, String prefix, String text) {
        OptionalLong code = table.number(prefix + "_code", row);
        String status = table.text(prefix + "_status").at(row);
        return new CheckView(
                CheckStatus.withoutStar(status),
                status.startsWith("*"),
                code.isPresent() && code.getAsLong() > 0 ? OptionalInt.of((int) code.getAsLong()) : OptionalInt.empty(),
                table.number(prefix + "_duration", row),
                table.text(text).at(row).strip(),
                table.text(prefix + "_desc").at(row));
    }

    private static Optional<String> filled(StatTable table, String name, int row) {
        return Optional.of(table.text(name).at(row)).filter(text -> !text.isEmpty());
    }
}
