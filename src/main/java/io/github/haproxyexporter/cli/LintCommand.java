package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.report.JsonReport;
import io.github.haproxyexporter.cli.report.SarifReport;
import io.github.haproxyexporter.cli.report.TextReport;
import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.lint.LintInput;
import io.github.haproxyexporter.lint.LintReport;
import io.github.haproxyexporter.lint.Linter;
import io.github.haproxyexporter.lint.Rule;
import io.github.haproxyexporter.lint.Rules;
import io.github.haproxyexporter.stats.ServerView;
import io.github.haproxyexporter.stats.Snapshot;
import io.github.haproxyexporter.stats.StatView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges the health checks of a configuration before HAProxy runs with it. */
@Command(
        name = "lint",
        description = {
            "Finds weak health checks in HAProxy configuration files.",
            "",
            "A comment on the line before silences a rule for one line: # lint: ignore HC003"
        },
        exitCodeList = {"0:clean", "1:findings of warning or worse", "2:could not read"},
        footer = {
            "  haproxy-exporter lint /etc/haproxy/haproxy.cfg",
            "  haproxy-exporter lint --disable HC010,HC015 --json /etc/haproxy/haproxy.cfg",
            "  haproxy-exporter lint --sarif conf.d > lint.sarif"
        })
final class LintCommand extends ShellCommand {

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

    @ArgGroup
    private Format format = new Format();

    /** The output's form; a person's text when neither is asked for. */
    static final class Format {
        @Option(names = "--json", description = "Write JSON.")
        private boolean json;

        @Option(names = "--sarif", description = "Write SARIF 2.1.0, for code review.")
        private boolean sarif;
    }

    @Mixin
    private final PageOptions pages = new PageOptions();

    @ArgGroup(validate = false, heading = HaproxyOptions.HEADING, order = 1)
    private Running running = new Running();

    /** A running HAProxy that may be asked. */
    static final class Running extends HaproxyFlags {
        @Option(
                names = "--haproxy.scrape-uri",
                order = ADDRESS,
                paramLabel = "URI",
                description = "A running HAProxy, for how long its checks take (HC009) and what they"
                        + " answer (HC003). Default: none is asked")
        private @Nullable HaproxyAddress scrapeUri;
    }

    @Override
    public Integer call() throws IOException, ConfigException {
        List<String> rules = Rules.all().stream().map(Rule::id).toList();
        Set<String> unknown = new TreeSet<>(disabled);
        unknown.removeAll(rules);
        if (!unknown.isEmpty()) {
            throw wrongUsage("--disable " + String.join(",", unknown) + ": there is no such rule; the rules are "
                    + String.join(" ", rules));
        }
        Map<String, Duration> durations = new HashMap<>();
        Map<String, Integer> codes = new HashMap<>();
        Optional<Snapshot> snapshot = ask();
        for (ServerView server :
                snapshot.map(known -> StatView.of(known.table()).servers()).orElse(List.of())) {
            // A check that failed took as long as its failure; only those that passed tell how slow the server is.
            if (server.check().passed()) {
                server.check()
                        .durationMillis()
                        .ifPresent(millis -> durations.put(server.name(), Duration.ofMillis(millis)));
                server.check().code().ifPresent(code -> codes.put(server.name(), code));
            }
        }
        HaproxyConfig config = ConfigReader.read(
                files, System.getenv(), snapshot.flatMap(Snapshot::info).map(info -> info.get("Version")));
        LintReport report = Linter.lint(new LintInput(config, durations, codes), Set.copyOf(disabled));
        print(render(report));
        return report.clean() ? 0 : 1;
    }

    /** What a running HAProxy says, where one may be asked. */
    private Optional<Snapshot> ask() throws IOException {
        HaproxyAddress address = running.scrapeUri;
        return address == null ? Optional.empty() : Optional.of(running.snapshot(address));
    }

    private String render(LintReport report) {
        if (format.json) {
            return JsonReport.write(report);
        }
        if (format.sarif) {
            return SarifReport.write(report, BuildInfo.load().version());
        }
        return TextReport.write(report, pages.page(this));
    }
}
