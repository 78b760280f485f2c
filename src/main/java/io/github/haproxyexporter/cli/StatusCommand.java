package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.cli.terminal.Span;
import io.github.haproxyexporter.cli.terminal.Table;
import io.github.haproxyexporter.stats.DownReason;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerView;
import io.github.haproxyexporter.stats.StatTable;
import io.github.haproxyexporter.stats.StatView;
import io.github.haproxyexporter.text.Elapsed;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code status}: a table of servers, and exit code 1 when one of them is down. */
@Command(
        name = "status",
        description =
                "Shows every server with its state, its last check and since when; with --down those that are down.",
        exitCodeList = {"0:no server is down", "1:a server is down", "2:could not look"},
        footer = {
            "  haproxy-exporter status",
            "  haproxy-exporter status shop",
            "  haproxy-exporter status --down --haproxy.scrape-uri unix:/run/haproxy/exporter.sock"
        })
final class StatusCommand extends ShellCommand {

    /** Backend, server and state: a state may name another server. */
    private static final Set<Integer> NAMES = Set.of(0, 1, 2);

    private static final List<String> HEADER = List.of("BACKEND", "SERVER", "STATE", "CHECK", "SINCE", "REASON");

    @ArgGroup(validate = false, heading = HaproxyOptions.HEADING, order = 1)
    private HaproxyOptions haproxy = new HaproxyOptions();

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
        StatTable table = haproxy.snapshot(haproxy.address()).table();
        DownReason reasons = new DownReason(table);
        Table servers = new Table(HEADER, NAMES);
        List<ServerView> views = StatView.of(table).servers();
        requireKnown(views);
        int shown = 0;
        int down = 0;
        for (int i = 0; i < views.size(); i++) {
            ServerView server = views.get(i);
            boolean isDown = server.state() == ServerState.DOWN;
            if (!isNamed(server) || (onlyDown && !isDown)) {
                continue;
            }
            shown++;
            down += isDown ? 1 : 0;
            String remark = isDown
                    ? reasons.text(table.rows(ObjectKind.SERVER)[i])
                    : server.isWeightless() ? "weight 0: gets no clients" : "";
            servers.row(List.of(
                    Span.plain(server.backend()),
                    Span.plain(server.server()),
                    state(server),
                    Span.plain(check(server.check())),
                    Span.plain(Elapsed.brief(server.since().orElse(-1))),
                    Span.plain(remark)));
        }
        print(write(servers, shown, down));
        return down > 0 ? 1 : 0;
    }

    private boolean isNamed(ServerView server) {
        return name.isEmpty() || name.equals(server.backend()) || name.equals(server.name());
    }

    private void requireKnown(List<ServerView> servers) {
        if (!name.isEmpty() && servers.stream().noneMatch(this::isNamed)) {
            boolean server = name.indexOf('/') >= 0;
            throw wrongUsage("this HAProxy has no " + (server ? "server " : "backend with servers ") + name
                    + NearNames.suggestion(
                            name, servers.stream().map(server ? ServerView::name : ServerView::backend)));
        }
    }

    private Page write(Table servers, int shown, int down) {
        Page page = pages.page(this);
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

    private static Span state(ServerView server) {
        String status = server.status();
        return switch (server.state()) {
            case DOWN -> Span.in(Style.fg_red, status);
            case MAINT, DRAIN, NOLB -> Span.in(Style.fg_cyan, status);
            default -> status.startsWith("UP ") ? Span.in(Style.fg_yellow, status) : Span.plain(status);
        };
    }

    private static String check(ServerView.CheckView check) {
        return check.status() + (check.code().isPresent() ? "/" + check.code().getAsInt() : "");
    }
}
