package io.github.haproxyexporter.metrics;

import io.github.haproxyexporter.metrics.Block.NumberBlock;
import io.github.haproxyexporter.metrics.Block.Scale;
import io.github.haproxyexporter.metrics.Block.StateBlock;
import io.github.haproxyexporter.stats.CheckStatus;
import io.github.haproxyexporter.stats.DownReason;
import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerStatus;
import io.github.haproxyexporter.stats.StatTable;
import io.github.haproxyexporter.stats.TextColumn;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes the blocks of families that are about rows of {@code show stat}. One for each scrape. */
final class ObjectBlocks {

    private static final List<String> SERVER_STATES = names(ServerState.values());
    private static final List<String> PROXY_STATES = List.of("DOWN", "UP");
    private static final List<String> LISTENER_STATES = List.of("WAITING", "OPEN", "FULL");
    private static final List<String> CHECK_STATES = names(CheckStatus.values());

    private static final Objects NO_OBJECTS = new Objects(new int[0], LabelRows.none());

    private final StatTable table;
    private final Profile profile;
    private final boolean allStates;

    /** The state of every row. */
    private final ServerState[] states;

    private final Map<ObjectKind, Objects> objects = new EnumMap<>(ObjectKind.class);

    private final Map<ObjectKind, Objects> httpObjects = new EnumMap<>(ObjectKind.class);

    /** Some rows of the table, and their labels. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Objects(int[] rows, LabelRows labels) {}

    ObjectBlocks(StatTable table, Profile profile, ServerFilter servers, boolean noMaintenance, boolean allStates) {
        this.table = table;
        this.profile = profile;
        this.allStates = allStates;
        this.states = new ServerState[table.rows()];
        TextColumn status = table.text("status");
        for (int row = 0; row < states.length; row++) {
            // Neighbours mostly share a status.
            states[row] = row > 0 && status.at(row).equals(status.at(row - 1))
                    ? states[row - 1]
                    : ServerStatus.stateOf(status.at(row));
        }
        for (ObjectKind kind : ObjectKind.values()) {
            int[] all = table.rows(kind);
            int[] kept = kind == ObjectKind.SERVER ? filtered(all, servers, noMaintenance) : all;
            objects.put(kind, new Objects(kept, labelRows(kind, kept)));
        }
    }

    /** The blocks of a catalogue row; none when this HAProxy has no such column or no such object. */
    List<Block> blocks(CatalogueRow row, ObjectKind kind) {
        String source = row.sources().get(0);
        if (rows(kind).length == 0 || !table.header().contains(source)) {
            return List.of();
        }
        return switch (row.derivation()) {
            case NUMBER -> numbers(row, kind, source, Scale.AS_IS);
            case MILLISECONDS -> numbers(row, kind, source, Scale.MILLIS);
            case AVERAGE -> averages(row, kind, source);
            case CHECK_CODE -> checkCodes(row, kind, source);
            case UP -> List.of(block(kind, ups(kind)));
            case SERVER_STATE -> states(kind, SERVER_STATES, serverStates(rows(kind)));
            case PROXY_STATE -> states(kind, PROXY_STATES, proxyStates(kind));
            case LISTENER_STATE -> states(kind, LISTENER_STATES, listenerStates(kind));
            case CHECK_STATE -> states(kind, CHECK_STATES, checkStates(rows(kind), source));
            case SERVER_COUNTS ->
                ServerCounts.blocks(table, labels(kind), SERVER_STATES, serverStates(table.rows(ObjectKind.SERVER)));
            case CHECK_COUNTS ->
                ServerCounts.blocks(
                        table, labels(kind), CHECK_STATES, checkStates(table.rows(ObjectKind.SERVER), source));
            case DOWN_INFO -> downInfo(kind);
            case TEXT -> throw new IllegalStateException("no texts of " + kind + " are exported");
        };
    }

    /** The table's rows of a kind that are exported. */
    int[] rows(ObjectKind kind) {
        return objects.getOrDefault(kind, NO_OBJECTS).rows();
    }

    LabelRows labels(ObjectKind kind) {
        return objects.getOrDefault(kind, NO_OBJECTS).labels();
    }

    private int[] filtered(int[] all, ServerFilter servers, boolean noMaintenance) {
        if (!noMaintenance && servers.excludedStatuses().isEmpty()) {
            return all;
        }
        TextColumn status = table.text("status");
        return Arrays.stream(all)
                .filter(row -> servers.hasStatus(status.at(row)))
                .filter(row -> !noMaintenance || states[row] != ServerState.MAINT)
                .toArray();
    }

    private LabelRows labelRows(ObjectKind kind, int[] kept) {
        List<String> names = profile.labels(kind);
        String[] proxies = new String[kept.length];
        String[] services = new String[kept.length];
        for (int i = 0; i < kept.length; i++) {
            proxies[i] = table.proxy(kept[i]);
            services[i] = table.service(kept[i]);
        }
        return names.size() == 1 ? LabelRows.of(names, proxies) : LabelRows.of(names, proxies, services);
    }

    private List<Block> states(ObjectKind kind, List<String> names, Numbers current) {
        return List.of(new StateBlock(labels(kind), names, current, allStates));
    }

    private Block block(ObjectKind kind, Numbers numbers) {
        return new NumberBlock(labels(kind), numbers);
    }

    private List<Block> numbers(CatalogueRow row, ObjectKind kind, String source, Scale scale) {
        NumberColumn column = table.number(source);
        if (column == null) {
            return List.of();
        }
        if (profile == Profile.PROMEX && row.httpOnly()) {
            Objects http = httpObjects.computeIfAbsent(kind, this::onlyHttp);
            return List.of(
                    new NumberBlock(http.labels(), row.labels(), new Numbers(column, http.rows()), scale, false));
        }
        boolean nan = profile == Profile.PROMEX && row.nanWhenEmpty();
        return List.of(new NumberBlock(labels(kind), row.labels(), new Numbers(column, rows(kind)), scale, nan));
    }

    private List<Block> averages(CatalogueRow row, ObjectKind kind, String source) {
        NumberColumn column = table.number(source);
        if (column == null || profile == Profile.EXPORTER) {
            return numbers(row, kind, source, Scale.MILLIS);
        }
        Numbers stretched = FullWindowAverages.of(table, column, rows(kind));
        return List.of(new NumberBlock(labels(kind), row.labels(), stretched, Scale.MILLIS, row.nanWhenEmpty()));
    }

    private Objects onlyHttp(ObjectKind kind) {
        TextColumn mode = table.text("mode");
        int[] all = rows(kind);
        int[] http = Arrays.stream(all)
                .filter(row -> mode.at(row).isEmpty() || mode.at(row).equals("http"))
                .toArray();
        return http.length == all.length ? new Objects(all, labels(kind)) : new Objects(http, labelRows(kind, http));
    }

    /** HAProxy's own exporter gives code 0 for a check without one, as one on layer 4. */
    private List<Block> checkCodes(CatalogueRow row, ObjectKind kind, String source) {
        NumberColumn column = table.number(source);
        if (column == null || profile == Profile.EXPORTER) {
            return numbers(row, kind, source, Scale.AS_IS);
        }
        TextColumn status = table.text(statusOf(source));
        int[] kept = rows(kind);
        Numbers codes = Numbers.of(kept.length, i -> {
            long code = column.at(kept[i]);
            return code == NumberColumn.EMPTY && !status.at(kept[i]).isEmpty() ? 0 : Numbers.plain(code);
        });
        return List.of(block(kind, codes));
    }

    /** The column that says whether there was a check at all: {@code check_status} for {@code check_code}. */
    static String statusOf(String code) {
        return code.replace("_code", "_status");
    }

    /** Whether servers take requests, if only those of sessions that they already have. */
    private Numbers ups(ObjectKind kind) {
        int[] kept = rows(kind);
        return Numbers.of(
                kept.length, i -> states[kept[i]] == ServerState.UP || states[kept[i]] == ServerState.DRAIN ? 1 : 0);
    }

    private Numbers serverStates(int[] servers) {
        return each(servers.length, i -> states[servers[i]], state -> SERVER_STATES.indexOf(state.name()));
    }

    private Numbers proxyStates(ObjectKind kind) {
        int[] kept = rows(kind);
        TextColumn status = table.text("status");
        // HAProxy's own exporter counts a paused frontend as UP, though nobody can connect to it.
        List<String> down = profile == Profile.PROMEX ? List.of("STOP") : List.of("STOP", "PAUSED");
        return each(
                kept.length, i -> status.at(kept[i]), word -> word.startsWith("DOWN") || down.contains(word) ? 0 : 1);
    }

    private Numbers listenerStates(ObjectKind kind) {
        int[] kept = rows(kind);
        TextColumn status = table.text("status");
        return each(kept.length, i -> status.at(kept[i]), word -> {
            int state = LISTENER_STATES.indexOf(word);
            return state < 0 ? StateBlock.NONE : state;
        });
    }

    private Numbers checkStates(int[] servers, String source) {
        TextColumn column = table.text(source);
        return each(servers.length, i -> column.at(servers[i]), ObjectBlocks::checkState);
    }

    /** A figure for each row, computed from what the row has: neighbours mostly have the same, which is then looked at once. */
    private static <T> Numbers each(int rows, IntFunction<T> of, ToLongFunction<T> figure) {
        return Numbers.of(rows, new IntToLongFunction() {
            private @Nullable T last;
            private long lastFigure;

            @Override
            public long applyAsLong(int row) {
                T now = of.apply(row);
                if (now != last) {
                    last = now;
                    lastFigure = figure.applyAsLong(now);
                }
                return lastFigure;
            }
        });
    }

    private static long checkState(String status) {
        return status.isEmpty()
                ? StateBlock.ABSENT
                : CheckStatus.parse(status)
                        .map(known -> (long) CHECK_STATES.indexOf(known.name()))
                        .orElse(StateBlock.NONE);
    }

    private List<Block> downInfo(ObjectKind kind) {
        int[] down = Arrays.stream(rows(kind))
                .filter(row -> states[row] == ServerState.DOWN)
                .toArray();
        if (down.length == 0) {
            return List.of();
        }
        DownReason reasons = new DownReason(table);
        String[][] values = new String[5][down.length];
        for (int i = 0; i < down.length; i++) {
            values[0][i] = table.proxy(down[i]);
            values[1][i] = table.service(down[i]);
            values[2][i] = reasons.checkStatus(down[i]);
            values[3][i] = reasons.checkCode(down[i]);
            values[4][i] = reasons.text(down[i]);
        }
        List<String> object = profile.labels(kind);
        LabelRows rows =
                LabelRows.of(List.of(object.get(0), object.get(1), "check_status", "check_code", "reason"), values);
        return List.of(new NumberBlock(rows, Numbers.repeat(1, down.length)));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }
}
