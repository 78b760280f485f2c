package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.cli.terminal.Span;
import io.github.haproxyexporter.cli.terminal.Table;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.control.Change;
import io.github.haproxyexporter.control.ControlException;
import io.github.haproxyexporter.control.ServerControl;
import io.github.haproxyexporter.stats.ServerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code server}: takes servers out of service and puts them back. */
@Command(
        name = "server",
        description = {
            "Takes servers out of service and puts them back, over a stats socket of level admin.",
            "",
            "  enable    takes clients again, as its checks allow",
            "  disable   takes no clients and is not checked (MAINT)",
            "  drain     takes no new clients, those it has stay",
            "  weight N  0 to 256, or a percentage of the configured weight",
            ""
        },
        customSynopsis = {
            "haproxy-exporter server (enable|disable|drain) [OPTIONS] BACKEND/SERVER...",
            "       haproxy-exporter server weight N [OPTIONS] BACKEND/SERVER..."
        },
        exitCodeList = {"0:done and verified", "2:not done, or not within --wait-timeout"},
        footer = {
            "  haproxy-exporter server drain shop/web1 --wait",
            "  haproxy-exporter server disable shop/web1 shop/web2",
            "  haproxy-exporter server enable shop/web1 --wait",
            "  haproxy-exporter server weight 50%% shop/web1"
        })
final class ServerCommand extends ShellCommand {
    private static final List<String> HEADER = List.of("SERVER", "BEFORE", "AFTER");
    private static final long POLL_MILLIS = 500;
    private static final int VERIFICATIONS = 10;

    @ArgGroup(validate = false, heading = HaproxyOptions.HEADING, order = 1)
    private HaproxyOptions haproxy = new HaproxyOptions();

    @Parameters(index = "0", paramLabel = "ACTION", description = "enable, disable, drain or weight N.")
    private String action = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "BACKEND/SERVER", description = "The servers to change.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--force", description = "Even if a backend is left without a serving server.")
    private boolean force;

    @Option(
            names = "--wait",
            description = "Wait until the sessions of a server taken out have ended, or an enabled one is UP.")
    private boolean wait;

    @Option(
            names = "--wait-timeout",
            paramLabel = "DURATION",
            defaultValue = "10m",
            description = "The longest to wait. Default: ${DEFAULT-VALUE}")
    private Duration waitTimeout = Duration.ofMinutes(10);

    @Override
    public Integer call() throws HaproxyException, ControlException, InterruptedException {
        Change wanted = change();
        ServerControl control = new ServerControl(haproxy.client(), haproxy.timeout());
        List<ServerView> servers = control.servers();
        requireKnown(servers);
        List<ServerView> before = ServerControl.select(servers, names);
        Change change = control.prepared(wanted, before);
        refuseToLeaveNobody(servers, before, change);
        control.apply(before, change);
        List<ServerView> after = verified(control, before, change);
        if (!force) {
            control.requireService(servers, before, change);
        }
        printChanges(before, after);
        if (wait) {
            await(control, change, before.stream().allMatch(change::endsService));
        }
        after.stream()
                .filter(server -> server.isWeightless() && !change.endsService(server))
                .forEach(this::warn);
        return 0;
    }

    private Change change() {
        return switch (action) {
            case "enable" -> Change.State.READY;
            case "disable" -> Change.State.MAINT;
            case "drain" -> Change.State.DRAIN;
            case "weight" -> weight();
            default -> throw wrongUsage("'" + action + "' is no action: expected enable, disable, drain or weight N");
        };
    }

    private Change weight() {
        String value = names.remove(0);
        if (names.isEmpty()) {
            throw wrongUsage("'server weight' needs a weight and a server, such as: weight 50 shop/web1");
        }
        try {
            return new Change.Weight(value);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private void requireKnown(List<ServerView> servers) {
        List<String> known = servers.stream().map(ServerView::name).toList();
        List<String> unknown =
                names.stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw wrongUsage("this HAProxy has no server " + String.join(", ", unknown)
                    + NearNames.suggestion(unknown.get(0), known.stream()) + " Nothing was changed.");
        }
    }

    private void refuseToLeaveNobody(List<ServerView> servers, List<ServerView> selected, Change change)
            throws ControlException {
        Set<String> left = ServerControl.leftWithoutServer(servers, selected, change);
        if (!force && !left.isEmpty()) {
            throw new ControlException(
                    "this would leave " + String.join(", ", left)
                            + " without a server, and its clients with a 503; nothing was changed (--force does it all the same)");
        }
    }

    /** A change shows at once in HAProxy's own thread and a moment later in others. */
    private List<ServerView> verified(ServerControl control, List<ServerView> before, Change change)
            throws HaproxyException, ControlException, InterruptedException {
        List<ServerView> after = before;
        for (int i = 0; i < VERIFICATIONS; i++) {
            after = ServerControl.select(control.servers(), names);
            if (undone(after, change).isEmpty()) {
                return after;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new ControlException("HAProxy took the command without an objection, and yet it shows no change of "
                + String.join(", ", undone(after, change)));
    }

    private static List<String> undone(List<ServerView> servers, Change change) {
        return servers.stream()
                .filter(server -> !change.isDone(server))
                .map(server -> server.name() + " (" + server.status() + ")")
                .toList();
    }

    private void printChanges(List<ServerView> before, List<ServerView> after) {
        Table changes = new Table(HEADER, Set.of());
        for (int i = 0; i < before.size(); i++) {
            changes.row(List.of(
                    Span.plain(before.get(i).name()),
                    Span.plain(describe(before.get(i))),
                    Span.plain(describe(after.get(i)))));
        }
        Page page = new Page(Page.WIDE, isColoured());
        changes.write(page);
        print(page);
    }

    private void warn(ServerView server) {
        print(server.name() + " has weight 0 and gets no clients: haproxy-exporter server weight 100% " + server.name()
                + "\n");
    }

    private static String describe(ServerView server) {
        return server.status() + ", weight " + server.weight() + ", " + sessions(server);
    }

    private static String sessions(ServerView server) {
        return server.sessions() == 1 ? "1 session" : server.sessions() + " sessions";
    }

    private void await(ServerControl control, Change change, boolean ended)
            throws HaproxyException, ControlException, InterruptedException {
        long end = System.nanoTime() + waitTimeout.toNanos();
        String shown = "";
        while (true) {
            List<ServerView> pending = ServerControl.select(control.servers(), names).stream()
                    .filter(server -> !change.isSettled(server))
                    .toList();
            if (pending.isEmpty()) {
                print(ended ? "No sessions are left.\n" : "All are up.\n");
                return;
            }
            String progress = pending.stream()
                    .map(server -> server.name() + " ("
                            + (change.endsService(server) ? sessions(server) : server.status()) + ")")
                    .collect(Collectors.joining(", ", "waiting for ", ""));
            if (!progress.equals(shown)) {
                print(progress + "\n");
                shown = progress;
            }
            if (System.nanoTime() - end >= 0) {
                throw new ControlException(
                        "the change is made, and after " + waitTimeout.toSeconds() + " s still " + progress);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }
}
