package io.github.haproxyexporter.diagnose;

import io.github.haproxyexporter.diagnose.ServerView.CheckView;
import io.github.haproxyexporter.stats.CheckStatus;
import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerStatus;
import io.github.haproxyexporter.stats.StatTable;
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
        for (int row : table.rows(ObjectKind.SERVER)) {
            servers.add(server(table, row));
        }
        Map<String, List<ServerView>> byBackend = new HashMap<>();
        servers.forEach(server -> byBackend
                .computeIfAbsent(server.backend(), name -> new ArrayList<>())
                .add(server));
        List<BackendView> backends = new ArrayList<>();
        for (int row : table.rows(ObjectKind.BACKEND)) {
            backends.add(backend(table, row, byBackend.getOrDefault(table.proxy(row), List.of())));
        }
        return new StatView(servers, backends);
    }

    /** Whether a server is down, or kept out because its name has no address. */
    public static boolean isDown(ServerView server) {
        return server.unresolved() || ServerStatus.stateOf(server.status()) == ServerState.DOWN;
    }

    public Optional<BackendView> backend(String name) {
        return backends.stream().filter(backend -> backend.name().equals(name)).findFirst();
    }

    public Optional<ServerView> server(String name) {
        return servers.stream().filter(server -> server.name().equals(name)).findFirst();
    }

    private static BackendView backend(StatTable table, int row, List<ServerView> servers) {
        int down = (int) servers.stream().filter(StatView::isDown).count();
        int maintenance = (int) servers.stream()
                .filter(server -> !server.unresolved() && server.status().startsWith("MAINT"))
                .count();
        return new BackendView(
                table.proxy(row),
                table.text("status").at(row),
                number(table, "act", row).orElse(0),
                number(table, "bck", row).orElse(0),
                down,
                maintenance,
                servers.size());
    }

    private static ServerView server(StatTable table, int row) {
        OptionalLong health = number(table, "check_health", row);
        String score = health.isPresent() ? score(table, row, health.getAsLong()) : "";
        return new ServerView(
                table.proxy(row),
                table.service(row),
                table.text("status").at(row),
                number(table, "lastchg", row),
                number(table, "chkdown", row),
                score,
                number(table, "bck", row).orElse(0) > 0,
                check(table, row, "check", "last_chk"),
                check(table, row, "agent", "last_agt"),
                filled(table, "tracked", row),
                filled(table, "addr", row)
                        .filter(address -> ADDRESS.matcher(address).matches()));
    }

    /** Each good check adds one, each bad one takes one away; from {@code rise} on the server is up (check_health). */
    private static String score(StatTable table, int row, long health) {
        long rise = number(table, "check_rise", row).orElse(0);
        long fall = number(table, "check_fall", row).orElse(0);
        return health + " of " + (rise + fall - 1) + ", up again at " + rise;
    }

    private static CheckView check(StatTable table, int row, String prefix, String text) {
        OptionalLong code = number(table, prefix + "_code", row);
        return new CheckView(
                CheckStatus.withoutStar(table.text(prefix + "_status").at(row)),
                code.isPresent() && code.getAsLong() > 0 ? OptionalInt.of((int) code.getAsLong()) : OptionalInt.empty(),
                number(table, prefix + "_duration", row),
                table.text(text).at(row).strip(),
                table.text(prefix + "_desc").at(row));
    }

    private static OptionalLong number(StatTable table, String name, int row) {
        NumberColumn column = table.number(name);
        return column == null || column.at(row) < 0 ? OptionalLong.empty() : OptionalLong.of(column.at(row));
    }

    private static Optional<String> filled(StatTable table, String name, int row) {
        return Optional.of(table.text(name).at(row)).filter(text -> !text.isEmpty());
    }
}
