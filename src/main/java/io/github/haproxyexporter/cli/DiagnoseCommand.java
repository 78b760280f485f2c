package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.report.DiagnosisJson;
import io.github.haproxyexporter.cli.report.DiagnosisText;
import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.diagnose.BackendView;
import io.github.haproxyexporter.diagnose.Diagnosis;
import io.github.haproxyexporter.diagnose.Diagnostician;
import io.github.haproxyexporter.diagnose.ServerView;
import io.github.haproxyexporter.diagnose.StatView;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.history.TransitionLog;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.ProcessInfo;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code diagnose}: why servers are down, and what to do. */
@Command(
        name = "diagnose",
        description = {
            "Says why servers are down, with evidence, and what to do about it.",
            "",
            "The checks are repeated from here, to addresses that HAProxy or its configuration names; --no-probe leaves"
                    + " that out."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {"0:nothing is down", "1:something is down", "2:could not look"},
        footerHeading = Main.EXAMPLES,
        footer = {
            "  haproxy-exporter diagnose --haproxy.config /etc/haproxy/haproxy.cfg",
            "  haproxy-exporter diagnose shop/web2 --haproxy.log /var/log/haproxy.log",
            "  journalctl -u haproxy | haproxy-exporter diagnose --haproxy.log - --json"
        })
final class DiagnoseCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final HaproxyOptions haproxy = new HaproxyOptions();

    @Parameters(
            paramLabel = "BACKEND[/SERVER]",
            arity = "0..*",
            description = "Only these; without any, everything that is down.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--haproxy.config",
            paramLabel = "FILE",
            description = "HAProxy's configuration, as haproxy -f takes it (repeatable; a directory's *.cfg files).")
    private List<Path> configs = new ArrayList<>();

    @Option(
            names = "--haproxy.log",
            paramLabel = "FILE",
            description =
                    "HAProxy's log, for the last transitions; - reads standard input. Of a file the end, and FILE.1.")
    private @Nullable String log;

    @Option(names = "--json", description = "Write JSON (docs/diagnose.schema.json).")
    private boolean json;

    @Option(names = "--no-probe", description = "Do not repeat the checks from here.")
    private boolean noProbe;

    @Mixin
    private final PageOptions pages = new PageOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Snapshot snapshot = new SnapshotReader(haproxy.client(), KnownColumns.load())
                .read(SnapshotRequest.everything(), Deadline.in(haproxy.timeout()));
        StatView stats = StatView.of(snapshot.table());
        requireKnown(stats);
        Diagnosis diagnosis = new Diagnostician(haproxy.address(), config(snapshot.info()), readLog(), !noProbe)
                .diagnose(stats, this::isWanted, this::isWanted);
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                json ? DiagnosisJson.write(diagnosis) : DiagnosisText.write(diagnosis, pages.page(spec.commandLine())));
        out.flush();
        return diagnosis.anythingDown() ? 1 : 0;
    }

    private boolean isWanted(ServerView server) {
        return names.isEmpty() || names.contains(server.backend()) || names.contains(server.name());
    }

    private boolean isWanted(BackendView backend) {
        return names.isEmpty() || names.contains(backend.name());
    }

    private void requireKnown(StatView stats) {
        for (String name : names) {
            boolean known = name.indexOf('/') < 0
                    ? stats.backend(name).isPresent()
                    : stats.server(name).isPresent();
            if (!known) {
                throw new CommandLine.ParameterException(spec.commandLine(), NearNames.unknown(name, stats));
            }
        }
    }

    private Optional<HaproxyConfig> config(Optional<ProcessInfo> info) throws IOException {
        return configs.isEmpty() ? Optional.empty() : Optional.of(Configurations.read(configs, info));
    }

    private TransitionLog readLog() throws IOException {
        if (log == null) {
            return TransitionLog.empty();
        }
        try {
            return log.equals("-") ? TransitionLog.read(System.in) : TransitionLog.read(Path.of(log));
        } catch (NoSuchFileException e) {
            throw new IOException("--haproxy.log " + log + ": cannot read this file: it does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "--haproxy.log " + log + ": cannot read this file: permission denied (on Debian the group adm may)",
                    e);
        } catch (IOException e) {
            throw new IOException("--haproxy.log " + log + ": cannot read this file: " + e.getMessage(), e);
        }
    }
}
