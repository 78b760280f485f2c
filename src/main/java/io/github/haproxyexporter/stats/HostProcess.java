package io.github.haproxyexporter.stats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the kernel says of the process whose number stands in a pid file (proc(5)). Needs Linux, and the right to read that
 * process's files; what cannot be read is left out.
 */
final class HostProcess {

    /** Clock ticks a second and bytes a page: what Linux reports in, on every architecture with a JVM for it. */
    private static final long TICKS = 100;

    private static final long PAGE = 4096;

    private HostProcess() {}

    /** Figures by the names that the catalogue knows them by ({@code proc:…}). */
    static Map<String, String> read(Path pidFile, Path proc) {
        Map<String, String> figures = new LinkedHashMap<>();
        try {
            String pid = Files.readString(pidFile).strip().lines().findFirst().orElse("");
            if (pid.matches("\\d{1,10}")) {
                Path directory = proc.resolve(pid);
                readStat(Files.readString(directory.resolve("stat")), proc, figures);
                readLimits(Files.readString(directory.resolve("limits")), figures);
                try (Stream<Path> files = Files.list(directory.resolve("fd"))) {
                    figures.put("proc:open_fds", Long.toString(files.count()));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // No such file, or not ours to read, or the process ended meanwhile: the figures that were read so far are
            // all there is.
            return figures;
        }
        return figures;
    }

    /** The fields behind the command's name, which is in parentheses and may hold anything. */
    private static void readStat(String stat, Path proc, Map<String, String> figures) throws IOException {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        figures.put("proc:cpu_seconds", seconds(ticks));
        figures.put("proc:virtual_memory_bytes", fields[20]);
        figures.put("proc:resident_memory_bytes", Long.toString(Long.parseLong(fields[21]) * PAGE));
        long boot = Files.readString(proc.resolve("stat"))
                .lines()
                .filter(line -> line.startsWith("btime "))
                .mapToLong(line -> Long.parseLong(line.substring("btime ".length())))
                .findFirst()
                .orElse(0);
        figures.put(
                "proc:start_time_seconds",
                new BigDecimal(seconds(Long.parseLong(fields[19])))
                        .add(BigDecimal.valueOf(boot))
                        .toPlainString());
    }

    private static void readLimits(String limits, Map<String, String> figures) {
        limits.lines().forEach(line -> {
            String[] words = line.split("\\s{2,}", -1);
            if (words.length > 1 && words[0].equals("Max open files")) {
                figures.put("proc:max_fds", limit(words[1]));
            } else if (words.length > 1 && words[0].equals("Max address space")) {
                figures.put("proc:virtual_memory_max_bytes", limit(words[1]));
            }
        });
    }

    private static String limit(String word) {
        return word.equals("unlimited") ? Long.toUnsignedString(-1) : word;
    }

    private static String seconds(long ticks) {
        return BigDecimal.valueOf(ticks).divide(BigDecimal.valueOf(TICKS)).toPlainString();
    }
}
