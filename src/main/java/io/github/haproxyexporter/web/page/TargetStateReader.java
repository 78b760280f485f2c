package io.github.haproxyexporter.web.page;

import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.stats.BackendView;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.DownReason;
import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.ServerView;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.StatTable;
import io.github.haproxyexporter.stats.StatView;
import io.github.haproxyexporter.text.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Takes the state of one HAProxy from a snapshot. */
final class TargetStateReader {

    private static final List<String> ANSWERS =
            List.of("hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx", "hrsp_other");

    private final String haproxy;
    private final Snapshot snapshot;
    private final StatTable table;
    private final Instant now;
    private final DownReason reasons;
    private final Map<String, Errors> before = new HashMap<>();

    private TargetStateReader(String haproxy, Snapshot snapshot, Instant now) {
        this.haproxy = haproxy;
        this.snapshot = snapshot;
        this.table = snapshot.table();
        this.reasons = new DownReason(table);
        this.now = now;
    }

    static TargetState read(Target target, Snapshot snapshot, TargetState last, Instant now) {
        TargetStateReader reader = new TargetStateReader(target.name(), snapshot, now);
        Optional<TargetState.Running> process = reader.process();
        if (process.map(TargetState.Running::id).equals(last.process().map(TargetState.Running::id))) {
            last.frontends().forEach(frontend -> reader.before.put("/" + frontend.frontend(), frontend.errors()));
            last.backends().forEach(backend -> reader.before.put(backend.view().name(), backend.errors()));
            last.servers(any -> true)
                    .forEach(server -> reader.before.put(server.view().name(), server.errors()));
        }
        return new TargetState(
                target.name(),
                target.address().toString(),
                Optional.empty(),
                Optional.of(new Moment(now, now)),
                process,
                reader.backends(),
                reader.frontends(),
                reader.certificates());
    }

    private Optional<TargetState.Running> process() {
        Records master = records("master");
        return snapshot.info()
                .map(info -> new TargetState.Running(
                        info.process(),
                        info.get("Version"),
                        ago(number(info.get("Uptime_sec"))),
                        number(info.get("CurrConns")).orElse(0),
                        number(info.get("Maxconn")).orElse(0),
                        master.size() == 0 ? OptionalLong.empty() : number(master.text(0, "failures"))));
    }

    private List<TargetState.Backend> backends() {
        StatView view = StatView.of(table);
        Map<String, List<ServerCell>> servers = servers(view.servers());
        int[] rows = table.rows(ObjectKind.BACKEND);
        List<TargetState.Backend> backends = new ArrayList<>();
        for (BackendView backend : view.backends()) {
            int row = rows[backends.size()];
            backends.add(new TargetState.Backend(
                    haproxy,
                    backend,
                    ago(number("lastchg", row)),
                    number("scur", row).orElse(0),
                    number("qcur", row).orElse(0),
                    errors(backend.name(), row),
                    servers.getOrDefault(backend.name(), List.of())));
        }
        return backends;
    }

    private Map<String, List<ServerCell>> servers(List<ServerView> views) {
        Map<String, String> addresses = byServer("server_info", "address");
        Map<String, String> causes = byServer("server_out_of_service", "cause");
        int[] rows = table.rows(ObjectKind.SERVER);
        Map<String, List<ServerCell>> servers = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            ServerView server = views.get(i);
            boolean failed =
                    server.status().startsWith("DOWN") || server.status().startsWith("UP ");
            servers.computeIfAbsent(server.backend(), name -> new ArrayList<>())
                    .add(new ServerCell(
                            haproxy,
                            server,
                            ago(server.since()),
                            failed ? Printable.clean(reasons.text(rows[i])) : "",
                            failed ? cause(server, rows[i]).label() : causes.getOrDefault(server.name(), ""),
                            addresses.getOrDefault(
                                    server.name(), server.address().orElse("")),
                            number("qcur", rows[i]).orElse(0),
                            errors(server.name(), rows[i])));
        }
        return servers;
    }

    private Cause cause(ServerView server, int row) {
        if (server.tracked().isPresent()) {
            return Cause.TRACKED_SERVER_DOWN;
        }
        return server.byAgent() ? Cause.AGENT_DOWN : Cause.ofCheck(reasons.checkStatus(row), reasons.text(row));
    }

    private List<TargetState.Frontend> frontends() {
        List<TargetState.Frontend> frontends = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            boolean listener = table.kind(row) == ObjectKind.LISTENER;
            if (listener || table.kind(row) == ObjectKind.FRONTEND) {
                String name = listener ? table.proxy(row) + "/" + table.service(row) : table.proxy(row);
                frontends.add(new TargetState.Frontend(
                        name,
                        table.text("status").at(row),
                        number("scur", row).orElse(0),
                        number("slim", row).orElse(0),
                        number("rate", row).orElse(0),
                        errors("/" + name, row)));
            }
        }
        return frontends;
    }

    private List<TargetState.Certificate> certificates() {
        Records records = records("certificate");
        return IntStream.range(0, records.size())
                .mapToObj(row -> {
                    Instant end = Instant.ofEpochSecond(
                            number(records.text(row, "not_after")).orElse(0));
                    return new TargetState.Certificate(
                            records.text(row, "certificate"),
                            new Moment(end, now),
                            Math.floorDiv(end.getEpochSecond() - now.getEpochSecond(), 86_400L));
                })
                .sorted(Comparator.comparing(TargetState.Certificate::daysLeft))
                .toList();
    }

    private Errors errors(String name, int row) {
        boolean http = number("hrsp_2xx", row).isPresent();
        long failed = (http ? List.of("hrsp_5xx") : List.of("econ", "eresp"))
                .stream().mapToLong(column -> number(column, row).orElse(0)).sum();
        long answers = (http ? ANSWERS : List.of("stot"))
                .stream().mapToLong(column -> number(column, row).orElse(0)).sum();
        return before.getOrDefault(name, Errors.NONE).next(answers, failed);
    }

    private Optional<Moment> ago(OptionalLong seconds) {
        return seconds.stream()
                .mapToObj(past -> new Moment(now.minusSeconds(past), now))
                .findFirst();
    }

    private OptionalLong number(String name, int row) {
        NumberColumn column = table.number(name);
        return column == null || column.at(row) < 0 ? OptionalLong.empty() : OptionalLong.of(column.at(row));
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private Map<String, String> byServer(String object, String column) {
        Records records = records(object);
        Map<String, String> texts = new HashMap<>();
        for (int row = 0; row < records.size(); row++) {
            texts.put(records.text(row, "backend") + "/" + records.text(row, "server"), records.text(row, column));
        }
        return texts;
    }

    private Records records(String object) {
        return snapshot.records().getOrDefault(object, Records.NONE);
    }
}
