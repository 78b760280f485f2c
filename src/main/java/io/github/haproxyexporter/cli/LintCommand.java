package io.github.haproxyexporter.cli;

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
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
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
        description = "Find weak health checks in HAProxy configuration files.",
        footer = {
            "",
            "A comment on the line before silences a rule for one line:",
            "  # lint: ignore HC003",
            "Exit status: 0 clean, 1 findings of warning or worse, 2 could not read."
        })
public final class LintCommand implements Callable<Integer> {
    private static final int CLEAN = 0;
    private static final int FOUND = 1;
    private static final int FAILED = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

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

    @Override
    public Integer call() {
        Set<String> unknown = new TreeSet<>(disabled);
        unknown.removeAll(Rules.all().stream().map(Rule::id).toList());
        if (!unknown.isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "--disable " + String.join(",", unknown) + ": there is no such rule; the rules are "
                            + String.join(
                                    " ", Rules.all().stream().map(Rule::id).toList()));
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            HaproxyConfig config = ConfigReader.read(files, System.getenv(), Optional.empty());
            LintReport report = Linter.lint(new LintInput(config, Map.of()), Set.copyOf(disabled));
            out.print(render(report));
            out.flush();
            return report.clean() ? CLEAN : FOUND;
        } catch (ConfigException e) {
            spec.commandLine().getErr().println("haproxy-exporter lint: " + e.getMessage());
            return FAILED;
        }
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
