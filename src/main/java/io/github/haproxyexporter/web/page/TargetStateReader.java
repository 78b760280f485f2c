package io.github.haproxyexporter.web.page;

import io.github.haproxyexporter.scrape.Target;
import io.github.haproxyexporter.stats.BackendView;
import io.github.haproxyexporter.stats.Cause;
import io.github.haproxyexporter.stats.DownReason;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Takes the state of one HAProxy from a snapshot. */
final class TargetStateReader {

    private static final List<String> ANSWERS =
            List.of("hrsp_1xx", "hrsp_2xx", "hrsp_3xx", "hrsp_4xx", "hrsp_5xx", "hrsp_other");

    /** Of the year 9999, as certificates have it that never expire. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private final String haproxy;
    private final Snapshot snapshot;
    private final StatTable table;
    private final Instant now = Moment.ofNow().at();
    private final DownReason reasons;
    private final Map<String, String> addresses;
    private final Map<String, String> fqdns;
    private final Map<String, String> causes;
    private final Map<String, Errors> before = new HashMap<>();

    private TargetStateReader(String haproxy, Snapshot snapshot) {
        this.haproxy = haproxy;
        this.snapshot = snapshot;
        this.table = snapshot.table();
        this.reasons = new DownReason(table);
        this.addresses = byServer("server_info", "address");
        this.fqdns = byServer("server_info", "fqdn");
        this.causes = byServer("server_out_of_service", "cause");
    }

    static TargetState read(Target target, Snapshot snapshot, TargetState last) {
        TargetStateReader reader = new TargetStateReader(target.name(), snapshot);
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
                reader.ago(OptionalLong.of(0)),
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
        Map<String, List<Integer>> servers =
                IntStream.of(table.rows(ObjectKind.SERVER)).boxed().collect(Collectors.groupingBy(table::proxy));
        int[] rows = table.rows(ObjectKind.BACKEND);
        List<TargetState.Backend> backends = new ArrayList<>();
        for (BackendView backend : StatView.of(table).backends()) {
            int row = rows[backends.size()];
            List<Integer> own = servers.getOrDefault(backend.name(), List.of());
            backends.add(new TargetState.Backend(
                    haproxy,
                    backend,
                    ago(table.number("lastchg", row)),
                    number("scur", row),
                    number("qcur", row),
                    errors(backend.name(), row),
                    IntStream.range(0, own.size())
                            .mapToObj(i -> server(backend, backend.servers().get(i), own.get(i)))
                            .toList()));
        }
        return backends;
    }

    private ServerCell server(BackendView backend, ServerView server, int row) {
        boolean failed = server.status().startsWith("DOWN") || server.status().startsWith("UP ");
        String name = server.name();
        return new ServerCell(
                haproxy,
                backend,
                server,
                backend.isSpare(server, other -> fqdns.getOrDefault(other.name(), "")),
                ago(server.since()),
                failed ? Printable.clean(reasons.text(row)) : "",
                failed ? cause(server, row).label() : causes.getOrDefault(name, ""),
                addresses.getOrDefault(name, server.address().orElse("")),
                number("qcur", row),
                errors(name, row));
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
                        number("scur", row),
                        number("slim", row),
                        number("rate", row),
                        errors("/" + name, row)));
            }
        }
        return frontends;
    }

    private List<TargetState.Certificate> certificates() {
        Records records = records("certificate");
        return IntStream.range(0, records.size())
                .mapToObj(row -> {
                    long seconds = number(records.text(row, "not_after")).orElse(0);
                    Instant end = Instant.ofEpochSecond(Math.min(seconds, LAST_SECOND));
                    return new TargetState.Certificate(
                            records.text(row, "certificate"),
                            new Moment(end, now),
                            Math.floorDiv(end.getEpochSecond() - now.getEpochSecond(), 86_400L));
                })
                .sorted(Comparator.comparing(TargetState.Certificate::daysLeft))
                .toList();
    }

    private Errors errors(String name, int row) {
        boolean http = table.number("hrsp_2xx", row).isPresent();
        long failed = (http ? List.of("hrsp_5xx") : List.of("econ", "eresp"))
                .stream().mapToLong(column -> number(column, row)).sum();
        long answers = (http ? ANSWERS : List.of("stot"))
                .stream().mapToLong(column -> number(column, row)).sum();
        return before.getOrDefault(name, Errors.NONE).next(answers, failed);
    }

    /** Empty for what no HAProxy can have seen. */
    private Optional<Moment> ago(OptionalLong seconds) {
        return seconds.stream()
                .filter(past -> past <= now.getEpochSecond())
                .mapToObj(past -> new Moment(now.minusSeconds(past), now))
                .findFirst();
    }

    private long number(String name, int row) {
        return table.number(name, row).orElse(0);
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
