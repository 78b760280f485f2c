package io.github.haproxyexporter.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How many files this process may open, sockets among them (proc(5)). */
final class OpenFiles {

    private static final String LIMIT = "Max open files";

    private OpenFiles() {}

    /** How many it has open; 0 where nobody says. */
    static long count(Path process) {
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return open.count();
        } catch (IOException e) {
            return 0;
        }
    }

    /** How many more it may open; empty where nobody says. */
    static OptionalLong left(Path process) {
        try (Stream<String> limits = Files.lines(process.resolve("limits"))) {
            String limit = limits.filter(line -> line.startsWith(LIMIT))
                    .map(line -> line.substring(LIMIT.length()).strip().split(" ", 2)[0])
                    .findFirst()
                    .orElse("");
            return limit.matches("\\d{1,18}")
                    ? OptionalLong.of(Math.max(0, Long.parseLong(limit) - count(process)))
                    : OptionalLong.empty();
        } catch (IOException | UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }
}
