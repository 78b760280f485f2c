package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry: finds the command that the arguments name, runs it, and ends with its exit code. */
public final class Main {

    /** Could not do it: bad usage, or HAProxy cannot be reached. */
    static final int EXIT_FAILED = 2;

    /** No exit code: the command has started what goes on after it. */
    static final int GOES_ON = -1;

    /** Heading of the exit codes in a help. */
    static final String EXIT_CODES = "%nExit codes:%n";

    private Main() {}

    public static void main(String[] args) {
        int exit = execute(args);
        // What the flags were read with is garbage from here on.
        if (exit != GOES_ON) {
            System.exit(exit);
        }
    }

    /** What commands do about exceptions they do by themselves; an error that ends the program must not look like a finding. */
    private static int execute(String... args) {
        try {
            return run(commandLine(), args);
        } catch (Error e) {
            PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
            fail(err, "cannot go on: " + e + "; is the jar whole, and the memory enough?");
            return EXIT_FAILED;
        }
    }

    /** Runs a command with the arguments of {@code @FILE} in its place. */
    static int run(CommandLine commands, String... args) {
        try {
            return commands.execute(ArgumentFiles.expand(args));
        } catch (IOException e) {
            fail(commands.getErr(), String.valueOf(e.getMessage()));
            return EXIT_FAILED;
        }
    }

    /** The commands, ready to run. Errors are one line on stderr. */
    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new RootCommand());
        CollectorFlags.addTo(commands.getCommandSpec());
        CollectorFlags.addTo(
                Objects.requireNonNull(commands.getSubcommands().get("serve")).getCommandSpec());
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setUsageHelpAutoWidth(true);
        commands.setUsageHelpLongOptionsMaxWidth(34);
        commands.setAbbreviatedOptionsAllowed(false);
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.colours(System.getenv())));
        Converters.register(commands);
        commands.setDefaultValueProvider(new EnvironmentDefaults(System.getenv()));
        commands.setExpandAtFiles(false);
        commands.setHelpFactory((command, colours) -> {
            // A default of the environment may be an address with a password; a help shows those of the program.
            command.defaultValueProvider(null);
            return new CommandLine.Help(command, colours);
        });
        commands.setParameterExceptionHandler(Main::usageError);
        commands.setExecutionExceptionHandler((e, command, result) -> {
            fail(command.getErr(), String.valueOf(e.getMessage()));
            return EXIT_FAILED;
        });
        return commands;
    }

    private static int usageError(ParameterException e, String[] args) {
        fail(e.getCommandLine().getErr(), usageMessage(e));
        return EXIT_FAILED;
    }

    /** The message without values that the program does not understand: each may hold a password. */
    private static String usageMessage(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = shown(unmatched.getUnmatched().get(0));
            return "unknown " + (word.startsWith("-") ? "option" : "argument") + " '" + word + "'"
                    + NearNames.word(word, command)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("; see --help");
        }
        if (e instanceof MissingParameterException missing) {
            // picocli's own message quotes the argument that it found instead.
            return "missing value or argument: "
                    + missing.getMissing().stream()
                            .map(argument -> argument instanceof OptionSpec option
                                    ? option.longestName()
                                    : argument.paramLabel())
                            .collect(Collectors.joining(", "))
                    + "; see --help";
        }
        String message = String.valueOf(e.getMessage());
        int scheme = message.indexOf("://");
        int at = message.lastIndexOf('@');
        return 0 <= scheme && scheme < at ? message.substring(0, scheme + 3) + "…" + message.substring(at) : message;
    }

    /** The name of an unknown option or command: a value may stand behind it. */
    private static String shown(String argument) {
        int end = 0;
        while (end < argument.length()
                && (Character.isLetterOrDigit(argument.charAt(end)) || "-._".indexOf(argument.charAt(end)) >= 0)) {
            end++;
        }
        return end == argument.length() || argument.charAt(end) == '='
                ? argument.substring(0, end)
                : argument.substring(0, end) + "…";
    }

    private static void fail(PrintWriter err, String message) {
        err.println("haproxy-exporter: " + Printable.line(message, Printable.MESSAGE));
        err.flush();
    }
}
