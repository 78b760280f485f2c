package io.github.haproxyexporter.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry: finds the command that the arguments name, runs it, and ends with its exit code. */
public final class Main {

    /** Could not do it: bad usage, or HAProxy cannot be reached. */
    static final int EXIT_FAILED = 2;

    /** No exit code: the command has started what goes on after it. */
    static final int GOES_ON = -1;

    /** Headings of the helps. */
    static final String EXIT_CODES = "%nExit codes:%n";

    static final String EXAMPLES = "%nExamples:%n";

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
            return commandLine().execute(args);
        } catch (Error e) {
            PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
            fail(err, "cannot go on: " + e + "; is the jar whole, and the memory enough?");
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
        commands.setParameterExceptionHandler(Main::usageError);
        commands.setExecutionExceptionHandler((e, command, result) -> {
            fail(command.getErr(), String.valueOf(e.getMessage()));
            return EXIT_FAILED;
        });
        return commands;
    }

    private static int usageError(ParameterException e, String[] args) {
        String hint = "";
        if (e instanceof UnmatchedArgumentException unmatched) {
            hint = NearNames.word(
                            unmatched.getUnmatched().get(0), e.getCommandLine().getCommandSpec())
                    .map(word -> "; did you mean " + word + "?")
                    .orElse("; see --help");
        }
        fail(e.getCommandLine().getErr(), String.valueOf(e.getMessage()) + hint);
        return EXIT_FAILED;
    }

    private static void fail(PrintWriter err, String message) {
        // A misspelt flag is repeated with its value, and that may be an address with a password.
        String shown = message.replaceAll("://[^/\\s]*@", "://…@");
        err.println("haproxy-exporter: " + shown.replaceAll("\\s*\\R\\s*", " "));
        err.flush();
    }
}
