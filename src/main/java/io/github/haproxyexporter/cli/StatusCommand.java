package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.cli.terminal.Span;
import io.github.haproxyexporter.cli.terminal.Table;
import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.control.ServerRow;
import io.github.haproxyexporter.stats.CheckStatus;
import io.github.haproxyexporter.stats.DownReason;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerStatus;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.stats.StatTable;
import io.github.haproxyexporter.text.Elapsed;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status}: a table of servers, and exit code 1 when one of them is down. */
@Command(
        name = "status",
        description =
                "Shows every server with its state, its last check and since when; with --down those that are down.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {"0:no server is down", "1:a server is down", "2:could not look"},
        footerHeading = Main.EXAMPLES,
        footer = {
            "  haproxy-exporter status",
            "  haproxy-exporter status shop",
            "  haproxy-exporter status --down --haproxy.scrape-uri unix:/run/haproxy/exporter.sock"
        })
final class StatusCommand implements Callable<Integer> {

    /** Backend, server and state: a state may name another server. */
    private static final Set<Integer> NAMES = Set.of(0, 1, 2);

    private static final List<String> HEADER = List.of("BACKEND", "SERVER", "STATE", "CHECK", "SINCE", "REASON");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final HaproxyOptions haproxy = new HaproxyOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "BACKEND[/SERVER]",
            description = "Only this backend or server. Default: all")
    private String name = "";

    @Option(names = "--down", description = "Only servers that are DOWN.")
    private boolean onlyDown;

    @Mixin
    private final PageOptions pages = new PageOptions();

    @Override
    public Integer call() throws IOException {
        SnapshotReader reader = new SnapshotReader(haproxy.client(), KnownColumns.load());
        StatTable table = reader.read(SnapshotRequest.everything(), Deadline.in(haproxy.timeout()))
                .table();
        DownReason reasons = new DownReason(table);
        NumberColumn since = table.number("lastchg");
        Table servers = new Table(HEADER, NAMES);
        List<ServerRow> rows = ServerRow.all(table);
        requireKnown(rows);
        int next = 0;
        int shown = 0;
        int down = 0;
        for (int row : table.rows(ObjectKind.SERVER)) {
            ServerRow server = rows.get(next++);
            if (!isNamed(server)) {
                continue;
            }
            String status = server.status();
            boolean isDown = ServerStatus.stateOf(status) == ServerState.DOWN;
            down += isDown ? 1 : 0;
            if (isDown || !onlyDown) {
                servers.row(List.of(
                        Span.plain(table.proxy(row)),
                        Span.plain(table.service(row)),
                        state(status),
                        Span.plain(check(table, row)),
                        Span.plain(since == null ? "" : Elapsed.brief(since.at(row))),
                        Span.plain(
                                isDown
                                        ? reasons.text(row)
                                        : server.isWeightless() ? "weight 0: gets no clients" : "")));
                shown++;
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(write(servers, shown, down));
        out.flush();
        return down > 0 ? 1 : 0;
    }

    private boolean isNamed(ServerRow server) {
        return name.isEmpty() || name.equals(server.backend()) || name.equals(server.name());
    }

    private void requireKnown(List<ServerRow> servers) {
        if (!name.isEmpty() && servers.stream().noneMatch(this::isNamed)) {
            boolean server = name.indexOf('/') >= 0;
            List<String> near = NearNames.near(
                    name,
                    servers.stream()
                            .map(server ? ServerRow::name : ServerRow::backend)
                            .distinct());
            throw new ParameterException(
                    spec.commandLine(),
                    "this HAProxy has no " + (server ? "server " : "backend with servers ") + name
                            + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?"));
        }
    }

    private Page write(Table servers, int shown, int down) {
        Page page = pages.page(spec.commandLine());
        if (shown == 0) {
            return page.line(onlyDown ? "No server is down." : "This HAProxy has no servers.");
        }
        boolean cut = servers.write(page);
        boolean counted = down > 0 && !onlyDown;
        if (cut || counted) {
            page.blank();
        }
        if (counted) {
            page.line(down == 1 ? "1 server is down." : down + " servers are down.");
        }
        return cut ? page.line("Names are cut to fit 80 columns; --wide shows them whole.") : page;
    }

    private static Span state(String status) {
        return switch (ServerStatus.stateOf(status)) {
            case DOWN -> Span.in(Page.Colour.RED, status);
            case MAINT, DRAIN, NOLB -> Span.in(Page.Colour.CYAN, status);
            default -> status.startsWith("UP ") ? Span.in(Page.Colour.YELLOW, status) : Span.plain(status);
        };
    }

    private static String check(StatTable table, int row) {
        String check = CheckStatus.withoutStar(table.text("check_status").at(row));
        NumberColumn code = table.number("check_code");
        return code == null || code.at(row) <= 0 ? check : check + "/" + code.at(row);
    }
}
