package io.github.haproxyexporter.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion for fish, which picocli has none for, from the commands themselves. */
final class FishCompletion {
    private static final int DESCRIPTION = 80;

    private final StringBuilder script = new StringBuilder();

    private FishCompletion() {}

    static String write(CommandLine root) {
        FishCompletion completion = new FishCompletion();
        completion.script.append("# Written from the commands by `mvn test -Dtest=CompletionTest -Dupdate=true`.\n");
        completion.script.append("complete -c haproxy-exporter -f\n");
        Collection<CommandLine> commands = root.getSubcommands().values();
        commands.forEach(command -> completion.line(
                "__fish_use_subcommand",
                "-a " + command.getCommandName(),
                command.getCommandSpec().usageMessage().description()));
        String others = commands.stream()
                .map(CommandLine::getCommandName)
                .filter(name -> !name.equals("serve"))
                .collect(Collectors.joining(" "));
        completion.command(root.getCommandSpec(), "not __fish_seen_subcommand_from " + others);
        commands.stream()
                .filter(command -> !command.getCommandName().equals("serve"))
                .forEach(command -> completion.command(
                        command.getCommandSpec(), "__fish_seen_subcommand_from " + command.getCommandName()));
        return completion.script.toString();
    }

    private void command(CommandSpec command, String condition) {
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> line(condition, names(option) + value(option), option.description()));
        command.subcommands().values().forEach(verb -> {
            line(
                    condition,
                    "-a " + verb.getCommandName(),
                    verb.getCommandSpec().usageMessage().description());
            command(verb.getCommandSpec(), condition + "; and __fish_seen_subcommand_from " + verb.getCommandName());
        });
        if (command.positionalParameters().stream().anyMatch(FishCompletion::isFile)) {
            script.append("complete -c haproxy-exporter -n '").append(condition).append("' -F\n");
        }
    }

    private void line(String condition, String what, String[] description) {
        script.append("complete -c haproxy-exporter -n '")
                .append(condition)
                .append("' ")
                .append(what);
        if (description.length > 0) {
            script.append(" -d '")
                    .append(brief(description[0]).replace("\\", "\\\\").replace("'", "\\'"))
                    .append('\'');
        }
        script.append('\n');
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(names.length() > 0 ? " " : "").append(name.startsWith("--") ? "-l " : "-s ");
            names.append(name.replaceFirst("^-+", ""));
        }
        return names.toString();
    }

    private static String value(OptionSpec option) {
        if (option.arity().max() == 0 || option.type() == boolean.class) {
            return "";
        }
        if (isFile(option)) {
            return " -r -F";
        }
        Iterable<String> candidates = option.completionCandidates();
        return candidates == null
                ? " -x"
                : " -x -a '"
                        + StreamSupport.stream(candidates.spliterator(), false)
                                .map(word -> word.toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(" "))
                        + "'";
    }

    private static boolean isFile(ArgSpec argument) {
        Class<?> type = argument.auxiliaryTypes()[0];
        return type == Path.class || type == File.class;
    }

    /** The first sentence or clause, as much of it as stands beside a name in a terminal. */
    private static String brief(String description) {
        String sentence = description.replaceFirst("[.;:] .*$", "").replaceFirst("\\.$", "");
        return sentence.length() <= DESCRIPTION
                ? sentence
                : sentence.substring(0, sentence.lastIndexOf(' ', DESCRIPTION)) + " …";
    }
}
