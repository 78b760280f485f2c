package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.metrics.DownReason;
import io.github.haproxyexporter.stats.CheckStatus;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.NumberColumn;
import io.github.haproxyexporter.stats.ObjectKind;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerStatus;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.stats.StatTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: a table of servers, and exit code 1 when one of them is down. */
@Command(
        name = "status",
        description =
                "Shows every server with its state, its last check and since when; with --down those that are down.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        abbreviateSynopsis = true)
final class StatusCommand implements Callable<Integer> {

    private static final List<String> HEADER = List.of("BACKEND", "SERVER", "STATE", "CHECK", "SINCE", "REASON");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final HaproxyOptions haproxy = new HaproxyOptions();

    @Option(names = "--down", description = "Only servers that are DOWN.")
    private boolean onlyDown;

    @Override
    public Integer call() throws IOException {
        SnapshotReader reader = new SnapshotReader(haproxy.client(), KnownColumns.load());
        StatTable table = reader.read(SnapshotRequest.everything(), Deadline.in(haproxy.timeout()))
                .table();
        DownReason reasons = new DownReason(table);
        NumberColumn since = table.number("lastchg");
        List<List<String>> lines = new ArrayList<>();
        int down = 0;
        for (int row : table.rows(ObjectKind.SERVER)) {
            String status = table.text("status").at(row);
            boolean isDown = ServerStatus.stateOf(status) == ServerState.DOWN;
            down += isDown ? 1 : 0;
            if (isDown || !onlyDown) {
                lines.add(List.of(
                        table.proxy(row),
                        table.service(row),
                        status,
                        check(table, row),
                        since == null ? "" : Durations.brief(since.at(row)),
                        isDown ? reasons.text(row) : ""));
            }
        }
        print(spec.commandLine().getOut(), lines, down);
        return down > 0 ? 1 : 0;
    }

    private void print(PrintWriter out, List<List<String>> lines, int down) {
        if (!lines.isEmpty()) {
            TextTable.print(out, HEADER, lines);
        } else if (onlyDown) {
            out.println("No server is down.");
        } else {
            out.println("This HAProxy has no servers.");
        }
        if (down > 0 && !onlyDown) {
            out.println();
            out.println(down == 1 ? "1 server is down." : down + " servers are down.");
        }
        out.flush();
    }

    private static String check(StatTable table, int row) {
        String check = CheckStatus.withoutStar(table.text("check_status").at(row));
        NumberColumn code = table.number("check_code");
        return code == null || code.at(row) <= 0 ? check : check + "/" + code.at(row);
    }
}
