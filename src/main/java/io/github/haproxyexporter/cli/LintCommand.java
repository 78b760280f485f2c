package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.client.Deadline;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.client.HaproxyClient;
import io.github.haproxyexporter.diagnose.ServerView;
import io.github.haproxyexporter.diagnose.StatView;
import io.github.haproxyexporter.diagnose.config.ConfigException;
import io.github.haproxyexporter.diagnose.config.ConfigReader;
import io.github.haproxyexporter.diagnose.config.HaproxyConfig;
import io.github.haproxyexporter.diagnose.lint.JsonReport;
import io.github.haproxyexporter.diagnose.lint.LintInput;
import io.github.haproxyexporter.diagnose.lint.LintReport;
import io.github.haproxyexporter.diagnose.lint.Linter;
import io.github.haproxyexporter.diagnose.lint.Rule;
import io.github.haproxyexporter.diagnose.lint.Rules;
import io.github.haproxyexporter.diagnose.lint.SarifReport;
import io.github.haproxyexporter.diagnose.lint.TextReport;
import io.github.haproxyexporter.stats.KnownColumns;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.SnapshotReader;
import io.github.haproxyexporter.stats.SnapshotRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges the health checks of a configuration before HAProxy runs with it. */
@Command(
        name = "lint",
        description = "Finds weak health checks in HAProxy configuration files.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "A comment on the line before silences a rule for one line:",
            "  # lint: ignore HC003",
            "Exit status: 0 clean, 1 findings of warning or worse, 2 could not read."
        })
final class LintCommand implements Callable<Integer> {
    private static final int CLEAN = 0;
    private static final int FOUND = 1;
    private static final long MOST_BYTES = 256L << 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Configuration files in the order of haproxy -f; a directory stands for its *.cfg files.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--disable",
            paramLabel = "ID",
            split = ",",
            description = "Leave a rule out, such as HC010 (repeatable, or several with commas).")
    private List<String> disabled = new ArrayList<>();

    @Option(
            names = "--haproxy.scrape-uri",
            paramLabel = "URI",
            description = "A running HAProxy, for how long its checks take (HC009).")
    private @Nullable HaproxyAddress scrapeUri;

    @Option(
            names = "--haproxy.timeout",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description = "The longest that asking HAProxy may take. Default: ${DEFAULT-VALUE}")
    private Duration timeout = Duration.ofSeconds(5);

    @ArgGroup
    private Format format = new Format();

    /** The output's form; a person's text when neither is asked for. */
    static final class Format {
        @Option(names = "--json", description = "Write JSON.")
        private boolean json;

        @Option(names = "--sarif", description = "Write SARIF 2.1.0, for code review.")
        private boolean sarif;
    }

    @Override
    public Integer call() throws IOException {
        Set<String> unknown = new TreeSet<>(disabled);
        unknown.removeAll(Rules.all().stream().map(Rule::id).toList());
        if (!unknown.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--disable " + String.join(",", unknown) + ": there is no such rule; the rules are "
                            + String.join(
                                    " ", Rules.all().stream().map(Rule::id).toList()));
        }
        Seen seen = ask();
        LintReport report = Linter.lint(new LintInput(read(seen.version()), seen.durations()), Set.copyOf(disabled));
        PrintWriter out = spec.commandLine().getOut();
        out.print(render(report));
        out.flush();
        return report.clean() ? CLEAN : FOUND;
    }

    private HaproxyConfig read(Optional<String> version) throws IOException {
        try {
            return ConfigReader.read(files, System.getenv(), version);
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** What a running HAProxy adds to its configuration. */
    private record Seen(Optional<String> version, Map<String, Duration> durations) {}

    private Seen ask() throws IOException {
        if (scrapeUri == null) {
            return new Seen(Optional.empty(), Map.of());
        }
        HaproxyClient client = HaproxyClient.of(scrapeUri, new HaproxyClient.Options(MOST_BYTES, true));
        Snapshot snapshot = new SnapshotReader(client, KnownColumns.load())
                .read(SnapshotRequest.everything(), Deadline.in(timeout));
        Map<String, Duration> durations = new HashMap<>();
        for (ServerView server : StatView.of(snapshot.table()).servers()) {
            // A check that failed took as long as its failure; only those that passed tell how slow the server is.
            if (server.check().status().endsWith("OK")
                    || server.check().status().equals("L7OKC")) {
                server.check()
                        .durationMillis()
                        .ifPresent(millis -> durations.put(server.name(), Duration.ofMillis(millis)));
            }
        }
        return new Seen(snapshot.info().map(info -> info.get("Version")), durations);
    }

    private String render(LintReport report) {
        if (format.json) {
            return JsonReport.write(report);
        }
        if (format.sarif) {
            return SarifReport.write(report, BuildInfo.load().version());
        }
        return TextReport.write(report, CommandLine.Help.Ansi.AUTO.enabled());
    }
}
