package io.github.haproxyexporter.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Alertmanager's {@code amtool}. */
public final class Amtool {
    private Amtool() {}

    public static Finished checkConfig(Path config) {
        return run("check-config", config.toString());
    }

    /** The receivers, separated by commas, that an alert with these labels ({@code name=value}) is routed to. */
    public static String route(Path config, String... labels) {
        List<String> arguments = new ArrayList<>(List.of("config", "routes", "test", "--config.file=" + config));
        for (String label : labels) {
            // Unquoted, later releases read an empty value with a warning.
            arguments.add(label.replaceFirst("=", "=\"") + '"');
        }
        return run(arguments.toArray(String[]::new)).orThrow().out().strip();
    }

    /** Any other sub-command. */
    public static Finished run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Programs.find("amtool").toString()));
        command.addAll(List.of(arguments));
        return Finished.run(command);
    }
}
