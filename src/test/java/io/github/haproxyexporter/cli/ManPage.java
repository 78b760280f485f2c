package io.github.haproxyexporter.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Writes the manual page {@code docs/haproxy-exporter.1} from the commands themselves. */
final class ManPage {
    private static final String DATE = "2026-11-23";

    private final Roff roff = new Roff();
    private final CommandLine root;

    private ManPage(CommandLine root) {
        this.root = root;
    }

    static String write(CommandLine root) {
        return new ManPage(root.setUsageHelpAutoWidth(false).setUsageHelpWidth(400)).write();
    }

    private String write() {
        CommandSpec spec = root.getCommandSpec();
        roff.comment("Written from the commands by `mvn test -Dtest=ManPageTest -Dupdate=true`; do not edit by hand.");
        roff.title("HAPROXY-EXPORTER", DATE, "haproxy-exporter");
        roff.section("NAME");
        roff.text("haproxy-exporter - HAProxy's statistics as Prometheus metrics, and why servers are down");
        roff.section("SYNOPSIS");
        roff.synopsis(root.getHelp().synopsis(0).strip());
        commands()
                .forEach(command -> command.getHelp()
                        .synopsis(0)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .forEach(roff::synopsis));
        roff.section("DESCRIPTION");
        description(spec);
        roff.paragraph();
        roff.text(
                "Without a command's name it serves. Every flag can also be given as an environment variable, or in a file"
                        + " of arguments named by @FILE. The other commands are for a person at a terminal; what they do cannot be"
                        + " reached over HTTP.");
        roff.section("OPTIONS");
        options(spec.options(), spec);
        spec.argGroups().forEach(this::group);
        roff.section("COMMANDS");
        commands().forEach(this::command);
        roff.section("EXIT STATUS");
        exitCodes(spec);
        roff.paragraph();
        roff.text(
                "With 2 there is one line on standard error that says what was tried, what came back, and what to do.");
        environment();
        files();
        roff.section("EXAMPLES");
        commands().forEach(command -> roff.example(footer(command.getCommandSpec())));
        roff.section("SEE ALSO");
        roff.references(List.of("haproxy(1)", "prometheus(1)", "promtool(1)", "socat(1)", "systemd.exec(5)"));
        roff.paragraph();
        roff.text("docs/diagnose.md explains the causes, docs/lint.md the rules, docs/metrics.md every family.");
        return roff.toString();
    }

    private List<CommandLine> commands() {
        return List.copyOf(root.getSubcommands().values());
    }

    private void command(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        roff.subsection(spec.name());
        description(spec);
        spec.positionalParameters().forEach(this::parameter);
        options(own(spec.options()), spec);
        roff.paragraph();
        roff.text(own(spec.options()).isEmpty() ? "Its flags are those above." : "Its other flags are those above.");
        exitCodes(spec);
    }

    /** Those that the root, which is described before, does not have just so. */
    private List<OptionSpec> own(List<OptionSpec> options) {
        Map<String, String> known = root.getCommandSpec().options().stream()
                .collect(Collectors.toMap(OptionSpec::longestName, ManPage::described));
        return options.stream()
                .filter(option -> !described(option).equals(known.get(option.longestName())))
                .toList();
    }

    private static String described(OptionSpec option) {
        return String.join(" ", option.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()));
    }

    private void group(ArgGroupSpec group) {
        roff.subsection(group.heading().replace("%n", "").replaceFirst(":$", ""));
        group.options().stream()
                .sorted(Comparator.comparingInt(OptionSpec::order))
                .forEach(this::option);
    }

    /** Options that stand in no group with a heading of its own. */
    private void options(List<OptionSpec> options, CommandSpec spec) {
        boolean root = spec.equals(this.root.getCommandSpec());
        options.stream().filter(option -> !root || option.group() == null).forEach(this::option);
    }

    /** One that the help has, too. */
    private void option(OptionSpec option) {
        if (option.hidden()) {
            return;
        }
        String label = option.typeInfo().isBoolean() ? "" : option.paramLabel();
        roff.tag(Arrays.asList(option.names()), label, described(option));
    }

    private void parameter(PositionalParamSpec parameter) {
        roff.tag(List.of(), parameter.paramLabel(), String.join(" ", parameter.description()));
    }

    private void description(CommandSpec spec) {
        List<String> literal = new ArrayList<>();
        for (String line : spec.usageMessage().description()) {
            if (line.startsWith("  ")) {
                literal.add(line.strip());
                continue;
            }
            if (line.isEmpty()) {
                roff.paragraph();
            }
            roff.text(line);
        }
        if (!literal.isEmpty()) {
            roff.example(literal);
        }
    }

    private void exitCodes(CommandSpec spec) {
        if (!spec.usageMessage().exitCodeList().isEmpty()) {
            roff.paragraph();
            if (!spec.equals(root.getCommandSpec())) {
                roff.text("Exit status:");
            }
            spec.usageMessage().exitCodeList().forEach((code, meaning) -> roff.tag(List.of(code), "", meaning + "."));
        }
    }

    private static List<String> footer(CommandSpec spec) {
        return Arrays.stream(spec.usageMessage().footer())
                .map(line -> line.strip().replace("%%", "%"))
                .toList();
    }

    private void environment() {
        roff.section("ENVIRONMENT");
        roff.tag(
                List.of("HAPROXY_EXPORTER_…"),
                "",
                "A flag's value, such as " + EnvironmentDefaults.variable("--haproxy.scrape-uri") + " for"
                        + " --haproxy.scrape-uri. A password in an address stays out of the list of processes that way.");
        roff.tag(
                List.of("NO_COLOR"),
                "",
                "With any value, nothing is coloured. Without it, terminals alone see colours.");
        roff.tag(
                List.of("JAVA_HOME", "HAPROXY_EXPORTER_JAVA_OPTS", "HAPROXY_EXPORTER_JAR", "HAPROXY_EXPORTER_CDS"),
                "",
                "The launcher's own settings, explained at its top.");
    }

    private void files() {
        roff.section("FILES");
        roff.tag(List.of("/run/haproxy/admin.sock"), "", "The stats socket that is asked when no other is named.");
        roff.tag(List.of("/etc/haproxy/haproxy.cfg"), "", "HAProxy's configuration on Debian, for diagnose and lint.");
        roff.tag(List.of("/var/log/haproxy.log"), "", "HAProxy's log on Debian, for diagnose.");
        roff.tag(
                List.of("/usr/share/haproxy-exporter/haproxy-exporter.jar"),
                "",
                "The program that the launcher starts.");
    }
}
