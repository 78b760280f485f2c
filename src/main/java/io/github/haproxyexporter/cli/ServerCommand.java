package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.terminal.Page;
import io.github.haproxyexporter.cli.terminal.Span;
import io.github.haproxyexporter.cli.terminal.Table;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.control.Change;
import io.github.haproxyexporter.control.ControlException;
import io.github.haproxyexporter.control.ServerControl;
import io.github.haproxyexporter.control.ServerRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        customSynopsis = {
            "haproxy-exporter server (enable|disable|drain) [OPTIONS] BACKEND/SERVER...",
            "       haproxy-exporter server weight N [OPTIONS] BACKEND/SERVER..."
        },
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {"0:done and verified", "2:not done, or not within --wait-timeout"},
        footerHeading = Main.EXAMPLES,
        footer = {
            "  haproxy-exporter server drain shop/web1 --wait",
            "  haproxy-exporter server disable shop/web1 shop/web2",
            "  haproxy-exporter server enable shop/web1 --wait",
            "  haproxy-exporter server weight 50%% shop/web1"
        })
final class ServerCommand implements Callable<Integer> {
    private static final List<String> HEADER = List.of("SERVER", "BEFORE", "AFTER");
    private static final long POLL_MILLIS = 500;
    private static final int VERIFICATIONS = 10;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final HaproxyOptions haproxy = new HaproxyOptions();

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
    public Integer call() throws IOException, InterruptedException {
        Change wanted = change();
        ServerControl control = new ServerControl(haproxy.client(), haproxy.timeout());
        try {
            List<ServerRow> servers = control.servers();
            requireKnown(servers);
            List<ServerRow> before = ServerControl.select(servers, names);
            Change change = control.prepared(wanted, before);
            refuseToLeaveNobody(servers, before, change);
            control.apply(before, change);
            List<ServerRow> after = verified(control, before, change);
            if (!force) {
                control.requireService(servers, before, change);
            }
            print(before, after);
            if (wait) {
                await(control, change, before.stream().allMatch(change::endsService));
            }
            after.stream()
                    .filter(server -> server.isWeightless() && !change.endsService(server))
                    .forEach(this::warn);
            return 0;
        } catch (ControlException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Change change() {
        return switch (action) {
            case "enable" -> new Change.Enable();
            case "disable" -> new Change.Disable();
            case "drain" -> new Change.Drain();
            case "weight" -> weight();
            default ->
                throw new ParameterException(
                        spec.commandLine(),
                        "'" + action + "' is no action: expected enable, disable, drain or weight N");
        };
    }

    private Change weight() {
        String value = names.remove(0);
        if (names.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "'server weight' needs a weight and a server, such as: weight 50 shop/web1");
        }
        try {
            return new Change.Weight(value);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void requireKnown(List<ServerRow> servers) {
        List<String> unknown = names.stream()
                .filter(name ->
                        servers.stream().noneMatch(server -> server.name().equals(name)))
                .toList();
        if (!unknown.isEmpty()) {
            Stream<String> known = servers.stream().map(ServerRow::name);
            List<String> near = NearNames.near(unknown.get(0), known);
            throw new ParameterException(
                    spec.commandLine(),
                    "this HAProxy has no server " + String.join(", ", unknown)
                            + (near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?")
                            + " Nothing was changed.");
        }
    }

    private void refuseToLeaveNobody(List<ServerRow> servers, List<ServerRow> selected, Change change)
            throws ControlException {
        List<String> left = ServerControl.leftWithoutServer(servers, selected, change);
        if (!force && !left.isEmpty()) {
            throw new ControlException(
                    "this would leave " + String.join(", ", left)
                            + " without a server, and its clients with a 503; nothing was changed (--force does it all the same)");
        }
    }

    /** A change shows at once in HAProxy's own thread and a moment later in others. */
    private List<ServerRow> verified(ServerControl control, List<ServerRow> before, Change change)
            throws HaproxyException, ControlException, InterruptedException {
        List<ServerRow> after = before;
        for (int i = 0; i < VERIFICATIONS; i++) {
            after = ServerControl.select(control.servers(), names);
            if (undone(before, after, change).isEmpty()) {
                return after;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new ControlException("HAProxy took the command without an objection, and yet it shows no change of "
                + String.join(", ", undone(before, after, change)));
    }

    private static List<String> undone(List<ServerRow> before, List<ServerRow> after, Change change) {
        List<String> undone = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            if (!change.isDone(before.get(i), after.get(i))) {
                undone.add(after.get(i).name() + " (" + after.get(i).status() + ")");
            }
        }
        return undone;
    }

    private void print(List<ServerRow> before, List<ServerRow> after) {
        Table changes = new Table(HEADER, Set.of());
        for (int i = 0; i < before.size(); i++) {
            changes.row(List.of(
                    Span.plain(before.get(i).name()),
                    Span.plain(describe(before.get(i))),
                    Span.plain(describe(after.get(i)))));
        }
        CommandLine command = spec.commandLine();
        Page page = new Page(Page.WIDE, command.getColorScheme().ansi().enabled());
        changes.write(page);
        command.getOut().print(page);
        command.getOut().flush();
    }

    private void warn(ServerRow server) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(server.name() + " has weight 0 and gets no clients: haproxy-exporter server weight 100% "
                + server.name());
        out.flush();
    }

    private static String describe(ServerRow server) {
        return server.status() + ", weight " + server.weight() + ", " + sessions(server);
    }

    private static String sessions(ServerRow server) {
        return server.sessions() == 1 ? "1 session" : server.sessions() + " sessions";
    }

    private void await(ServerControl control, Change change, boolean ended)
            throws HaproxyException, ControlException, InterruptedException {
        long end = System.nanoTime() + waitTimeout.toNanos();
        String shown = "";
        while (true) {
            List<ServerRow> pending = ServerControl.select(control.servers(), names).stream()
                    .filter(server -> !change.isSettled(server))
                    .toList();
            PrintWriter out = spec.commandLine().getOut();
            if (pending.isEmpty()) {
                out.println(ended ? "No sessions are left." : "All are up.");
                out.flush();
                return;
            }
            String progress = "waiting for "
                    + String.join(
                            ", ",
                            pending.stream()
                                    .map(server -> server.name() + " ("
                                            + (change.endsService(server) ? sessions(server) : server.status()) + ")")
                                    .toList());
            if (!progress.equals(shown)) {
                out.println(progress);
                out.flush();
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
