package io.github.haproxyexporter.haproxycfg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds and loads the files that {@code haproxy -f} would load. */
final class ConfigFiles {
    private ConfigFiles() {}

    /** A directory stands for its {@code *.cfg} files in the order of their names, hidden ones left out. */
    static List<Path> expand(List<Path> paths) throws ConfigException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                files.addAll(filesIn(path));
            } else {
                files.add(path);
            }
        }
        return files;
    }

    private static List<Path> filesIn(Path directory) throws ConfigException {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files = entries.filter(
                            entry -> isConfiguration(entry.getFileName().toString()))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(entry -> entry.getFileName().toString()))
                    .toList();
            if (files.isEmpty()) {
                throw new ConfigException(directory + ": no *.cfg file in this directory");
            }
            return files;
        } catch (IOException e) {
            throw new ConfigException(directory + ": cannot list this directory: " + reason(e));
        }
    }

    private static boolean isConfiguration(String name) {
        return name.endsWith(".cfg") && !name.startsWith(".");
    }

    /** The file's lines; bytes that are not UTF-8 become U+FFFD, since HAProxy itself minds no encoding. */
    static List<String> lines(Path file) throws ConfigException {
        try {
            String content = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return content.lines().toList();
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot read this file: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied (HAProxy's configuration is often readable by root alone)";
        }
        return String.valueOf(e.getMessage());
    }
}
