package io.github.haproxyexporter.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which HAProxy a test runs: the machine's own, or one in a root directory of another release, run by {@code chroot}.
 *
 * @param name for test names, such as {@code system} or {@code 3.2}
 * @param root the root directory, if it is not the machine's own
 */
public record HaproxyFlavor(String name, Optional<Path> root) {
    /** The system property with the further roots: {@code 3.0=/path,3.2=/path}. */
    public static final String ROOTS_PROPERTY = "haproxy.roots";

    private static final Pattern VERSION = Pattern.compile("HAProxy version (\\d+\\.\\d+)");

    /** The machine's own HAProxy. */
    public static HaproxyFlavor system() {
        return new HaproxyFlavor("system", Optional.empty());
    }

    /** The machine's own HAProxy and each of the {@code haproxy.roots} property. */
    public static List<HaproxyFlavor> all() {
        return all(System.getProperty(ROOTS_PROPERTY, ""));
    }

    static List<HaproxyFlavor> all(String roots) {
        List<HaproxyFlavor> flavors = new ArrayList<>(List.of(system()));
        for (String entry : roots.split(",", -1)) {
            if (!entry.isBlank()) {
                flavors.add(parse(entry.strip()));
            }
        }
        return List.copyOf(flavors);
    }

    private static HaproxyFlavor parse(String entry) {
        int equals = entry.indexOf('=');
        if (equals < 1 || !Files.isDirectory(Path.of(entry.substring(equals + 1)))) {
            throw new IllegalArgumentException("system property " + ROOTS_PROPERTY + ": \"" + entry
                    + "\" is not NAME=DIRECTORY with an existing directory");
        }
        return new HaproxyFlavor(entry.substring(0, equals), Optional.of(Path.of(entry.substring(equals + 1))));
    }

    /** The whole command line that runs this HAProxy with these arguments. */
    public List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        if (root.isPresent()) {
            // chroot sets no PATH of its own, so the program is named by its place in Debian.
            command.addAll(
                    List.of(Programs.find("chroot").toString(), root.get().toString(), "/usr/sbin/haproxy"));
        } else {
            command.add(Programs.find("haproxy").toString());
        }
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }

    /** A new directory that this HAProxy and the test reach by one path. */
    public ScratchDirectory directory() {
        return root.map(ScratchDirectory::createIn).orElseGet(ScratchDirectory::create);
    }

    /** Major and minor version, such as {@code 2.6}. For test names and for what a test expects; the exporter never asks. */
    public String version() {
        String said = Finished.run(command("-v")).orThrow().out();
        Matcher matcher = VERSION.matcher(said);
        if (!matcher.find()) {
            throw new IllegalStateException("haproxy -v says no version: " + said);
        }
        return matcher.group(1);
    }

    @Override
    public String toString() {
        return name;
    }
}
