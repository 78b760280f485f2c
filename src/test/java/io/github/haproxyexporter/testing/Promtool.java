package io.github.haproxyexporter.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prometheus's {@code promtool}. */
public final class Promtool {
    private Promtool() {}

    /** {@code promtool check metrics} on an exposition; it is content when the exit code is 0 and nothing is printed. */
    public static Finished checkMetrics(String exposition) {
        return Finished.run(command("check", "metrics"), Map.of(), exposition, Duration.ofMinutes(5));
    }

    public static Finished checkRules(Path rules) {
        return Finished.run(command("check", "rules", rules.toString()));
    }

    public static Finished testRules(Path... tests) {
        List<String> command = command("test", "rules");
        for (Path test : tests) {
            command.add(test.toString());
        }
        return Finished.run(command);
    }

    /** Any other sub-command. */
    public static Finished run(String... arguments) {
        return Finished.run(command(arguments));
    }

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Programs.find("promtool").toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
