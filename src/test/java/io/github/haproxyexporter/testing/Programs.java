package io.github.haproxyexporter.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds the real programs that tests run. A missing one fails the test: a skipped test would prove nothing. */
public final class Programs {
    private static final Map<String, String> DEBIAN_PACKAGES = Map.of(
            "alertmanager", "prometheus-alertmanager",
            "amtool", "prometheus-alertmanager",
            "promtool", "prometheus",
            "setpriv", "util-linux",
            "kill", "procps",
            "man", "man-db",
            "groff", "groff-base",
            "script", "bsdutils");

    private Programs() {}

    /**
     * The path of a program.
     *
     * @throws IllegalStateException naming the Debian package when the program is not installed
     */
    public static Path find(String program) {
        return find(program, System.getenv().getOrDefault("PATH", ""));
    }

    static Path find(String program, String searchPath) {
        List<String> folders = new ArrayList<>(List.of(searchPath.split(Pattern.quote(":"), -1)));
        // Debian keeps daemons here, and the PATH of an ordinary user lacks it.
        folders.add("/usr/sbin");
        for (String folder : folders) {
            Path candidate = Path.of(folder, program);
            if (!folder.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("program " + program + " not found on PATH (" + searchPath
                + "): install the Debian package " + DEBIAN_PACKAGES.getOrDefault(program, program)
                + ", or run bin/test, which installs all that the tests need");
    }
}
