package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.report.DiagnosisJson;
import io.github.haproxyexporter.cli.report.DiagnosisText;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.client.HaproxyException;
import io.github.haproxyexporter.diagnose.Diagnosis;
import io.github.haproxyexporter.diagnose.Diagnostician;
import io.github.haproxyexporter.diagnose.Sources;
import io.github.haproxyexporter.diagnose.Traffic;
import io.github.haproxyexporter.diagnose.Wanted;
import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.history.TransitionLog;
import io.github.haproxyexporter.stats.AdminStates;
import io.github.haproxyexporter.stats.BackendView;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.ProcessInfo;
import io.github.haproxyexporter.stats.Records;
import io.github.haproxyexporter.stats.ServerState;
import io.github.haproxyexporter.stats.ServerStates;
import io.github.haproxyexporter.stats.ServerView;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import io.github.haproxyexporter.stats.StatView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code diagnose}: why servers are down, and what to do. */
@Command(
        name = "diagnose",
        description = {
            "Says why servers are down or out of service, with evidence, and what to do about it.",
            "Of a backend that is named and serves clients it also shows where errors, retries, slowness and queues are,"
                    + " by two looks 3 s apart.",
            "",
            "The checks are repeated from here, to addresses that HAProxy or its configuration names; --no-probe leaves"
                    + " that out."
        },
        exitCodeList = {"0:nothing is down", "1:something is down or stands out", "2:could not look"},
        footer = {
            "  haproxy-exporter diagnose --haproxy.config /etc/haproxy/haproxy.cfg",
            "  haproxy-exporter diagnose shop/web2 --haproxy.log /var/log/haproxy.log",
            "  journalctl -u haproxy | haproxy-exporter diagnose --haproxy.log - --json"
        })
final class DiagnoseCommand extends ShellCommand {

    private static final int LOOKS = 3;
    private static final long BETWEEN_LOOKS_MILLIS = 300;
    private static final Duration BETWEEN_RATES = Duration.ofSeconds(3);

    @ArgGroup(validate = false, heading = HaproxyOptions.HEADING, order = 1)
    private HaproxyOptions haproxy = new HaproxyOptions();

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
    public Integer call() throws IOException, ConfigException, InterruptedException {
        HaproxyClient client = haproxy.client();
        SnapshotReader reader = new SnapshotReader(client, KnownColumns.load());
        Snapshot snapshot = read(reader);
        long start = System.nanoTime();
        Instant now = Instant.now();
        StatView stats = StatView.of(snapshot.table());
        requireKnown(stats);
        Sources sources = sources(client, snapshot.info(), now);
        Diagnostician diagnostician = new Diagnostician(sources, stats, new Wanted(names));
        if (json) {
            Diagnosis diagnosis = diagnostician.diagnose(group -> {});
            List<Traffic> traffic = traffic(reader, stats, snapshot, start);
            return shown(DiagnosisJson.write(diagnosis, traffic), diagnosis, traffic);
        }
        DiagnosisText text = new DiagnosisText(() -> pages.page(this), now, ZoneId.systemDefault());
        print(text.outlook(diagnostician.outlook()));
        Diagnosis diagnosis = diagnostician.diagnose(group -> print(text.group(group)));
        List<Traffic> traffic = traffic(reader, stats, snapshot, start);
        return shown(
                traffic.stream().map(text::traffic).collect(Collectors.joining()) + text.rest(diagnosis),
                diagnosis,
                traffic);
    }

    /** What servers that are UP do: asked for by name, and told by a second look. */
    private List<Traffic> traffic(SnapshotReader reader, StatView stats, Snapshot first, long start)
            throws IOException, InterruptedException {
        List<String> backends = stats.backends().stream()
                .filter(backend -> !names.isEmpty()
                        && new Wanted(names).includes(backend)
                        && !backend.servers().isEmpty()
                        && !backend.servesNobody())
                .map(BackendView::name)
                .toList();
        if (backends.isEmpty()) {
            return List.of();
        }
        TimeUnit.NANOSECONDS.sleep(BETWEEN_RATES.toNanos() - (System.nanoTime() - start));
        Snapshot second = reader.read(SnapshotRequest.everything(), haproxy.deadline());
        Duration between = Duration.ofNanos(System.nanoTime() - start);
        return backends.stream()
                .flatMap(backend -> Traffic.of(backend, first.table(), second.table(), between).stream())
                .toList();
    }

    private int shown(String text, Diagnosis diagnosis, List<Traffic> traffic) {
        print(text);
        boolean standsOut =
                traffic.stream().anyMatch(backend -> !backend.remarks().isEmpty());
        return diagnosis.anythingDown() || standsOut ? 1 : 0;
    }

    /** The statistics, read again where a check under way hides what the last one said. */
    private Snapshot read(SnapshotReader reader) throws IOException, InterruptedException {
        Snapshot snapshot = reader.read(SnapshotRequest.everything(), haproxy.deadline());
        for (int looks = 1; looks < LOOKS && isHidden(StatView.of(snapshot.table())); looks++) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            snapshot = reader.read(SnapshotRequest.everything(), haproxy.deadline());
        }
        return snapshot;
    }

    private static boolean isHidden(StatView stats) {
        return stats.servers().stream()
                .anyMatch(server -> server.state() == ServerState.DOWN
                        && server.check().running()
                        && server.check().text().isEmpty()
                        && List.of("L4CON", "L7RSP").contains(server.check().status()));
    }

    private Sources sources(HaproxyClient client, Optional<ProcessInfo> info, Instant now)
            throws IOException, ConfigException {
        Optional<HaproxyConfig> config = configs.isEmpty()
                ? Optional.empty()
                : Optional.of(ConfigReader.read(configs, System.getenv(), info.map(known -> known.get("Version"))));
        Optional<HaproxyAddress> control =
                ask(client, "show cli level", in -> new String(in.readAllBytes(), StandardCharsets.UTF_8), "")
                                .strip()
                                .equals("admin")
                        ? Optional.of(haproxy.address())
                        : config.stream()
                                .flatMap(known -> known.statsSockets().stream())
                                .filter(socket -> socket.level().equals("admin")
                                        && socket.address().startsWith("/"))
                                .findFirst()
                                .map(socket -> HaproxyAddress.parse("unix:" + socket.address()));
        return new Sources(
                haproxy.address(),
                control,
                config,
                readLog(),
                AdminStates.of(ask(client, ServerStates.COMMAND, ServerStates::read, Records.NONE)),
                now,
                info.map(known -> known.get("Uptime_sec"))
                        .filter(seconds -> seconds.matches("\\d{1,10}"))
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))),
                !noProbe);
    }

    /** An answer that is of use and not needed. */
    private <T> T ask(HaproxyClient client, String command, HaproxyClient.AnswerReader<T> reader, T otherwise) {
        try {
            return client.takesCommands() ? client.exchange(List.of(command), haproxy.deadline(), reader) : otherwise;
        } catch (HaproxyException e) {
            return otherwise;
        }
    }

    private void requireKnown(StatView stats) {
        for (String name : names) {
            boolean server = name.indexOf('/') >= 0;
            if (server ? stats.server(name).isEmpty() : stats.backend(name).isEmpty()) {
                throw wrongUsage("this HAProxy has no " + (server ? "server " : "backend ") + name
                        + NearNames.suggestion(
                                name,
                                server
                                        ? stats.servers().stream().map(ServerView::name)
                                        : stats.backends().stream().map(BackendView::name)));
            }
        }
    }

    private TransitionLog readLog() throws IOException {
        if (log == null) {
            return TransitionLog.empty();
        }
        try {
            return log.equals("-") ? TransitionLog.read(System.in) : TransitionLog.read(Path.of(log));
        } catch (IOException e) {
            String reason = e instanceof NoSuchFileException
                    ? "it does not exist"
                    : e instanceof AccessDeniedException
                            ? "permission denied (on Debian the group adm may)"
                            : e.getMessage();
            throw new IOException("--haproxy.log " + log + ": cannot read this file: " + reason, e);
        }
    }
}
