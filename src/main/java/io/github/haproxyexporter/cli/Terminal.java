package io.github.haproxyexporter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** What standard output is, and whether its reader wants colours. */
final class Terminal {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private Terminal() {}

    /** Colours only on a terminal that knows them, and never when {@code NO_COLOR} has a value (no-color.org). */
    static Ansi colours(Map<String, String> environment) {
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return !unwanted && isTerminal(STANDARD_OUTPUT) ? Ansi.ON : Ansi.OFF;
    }

    /** Java's own console wants a terminal on standard input too, where a log may come from. */
    private static boolean isTerminal(Path descriptor) {
        try {
            String file = Files.readSymbolicLink(descriptor).toString();
            return file.startsWith("/dev/pts/") || file.startsWith("/dev/tty") || file.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
