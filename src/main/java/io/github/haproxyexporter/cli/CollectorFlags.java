package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.scrape.AvailableCollectors;
import io.github.haproxyexporter.scrape.AvailableCollectors.Registration;
import java.util.List;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags {@code --collector.NAME} and {@code --no-collector.NAME}, a pair for each registered collector. */
final class CollectorFlags {

    private CollectorFlags() {}

    /** Adds the flags to a command that serves. */
    static void addTo(CommandSpec command) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder()
                .heading("%nCollectors:%n")
                .validate(false)
                .order(2);
        for (Registration collector : AvailableCollectors.all()) {
            group.addArg(flag("--collector." + collector.name())
                    .description(
                            "Reads " + collector.reads() + ". Default: " + (collector.onByDefault() ? "on" : "off"))
                    .build());
            // picocli negates no name with a dot in it.
            group.addArg(flag("--no-collector." + collector.name())
                    .description("Switches it off.")
                    .build());
        }
        command.addArgGroup(group.build());
    }

    /** The collectors that the flags of a parsed command leave on. */
    static List<Registration> enabled(CommandSpec command) {
        return AvailableCollectors.all().stream()
                .filter(collector -> (collector.onByDefault() || isSet(command, "--collector." + collector.name()))
                        && !isSet(command, "--no-collector." + collector.name()))
                .toList();
    }

    private static OptionSpec.Builder flag(String name) {
        return OptionSpec.builder(name).type(boolean.class).fallbackValue("true");
    }

    /** picocli gives no defaults, and so not those of the environment, to flags that are added to a group by hand. */
    private static boolean isSet(CommandSpec command, String flag) {
        OptionSpec option = command.findOption(flag);
        return option != null
                && (Boolean.TRUE.equals(option.getValue())
                        || "true".equals(System.getenv(EnvironmentDefaults.variable(flag))));
    }
}
