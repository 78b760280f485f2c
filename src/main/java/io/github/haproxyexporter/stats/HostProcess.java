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
 * What the kernel says of the HAProxy process that answers (proc(5)). Needs Linux, and the right to read that process's files; what
 * cannot be read is left out.
 *
 * <p>The process is the one that {@code show info} names, when it is on this machine. A pid file names the master of a master-worker
 * HAProxy, which neither serves nor restarts when its worker does: it is the fallback for a HAProxy that is elsewhere or, over HTTP, names
 * no process. One process keeps its start time, even when its files cannot be read for a moment: a change means a restart.
 */
final class HostProcess {

    private static final String START_TIME = "proc:start_time_seconds";

    /** Clock ticks a second, on every architecture with a JVM for it. */
    private static final long TICKS = 100;

    /** Positions in {@code /proc/PID/stat}, counted from the state on. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;
    private static final int START = 19;
    private static final int VIRTUAL_MEMORY = 20;

    /** How far apart the ages of a process may be by HAProxy's count, which begins before or after a long configuration is read, and the kernel's. */
    private static final long AGE_TOLERANCE = 600;

    private final Path pidFile;
    private final boolean isLocal;
    private final Path proc;
    private Known known = new Known("", "", false, "");

    /**
     * The process behind the last answer.
     *
     * @param process what {@code show info} tells it from others by
     * @param isItself whether its pid is the one of {@code show info}
     * @param start its start time by the kernel, or empty where that of {@code show info} is the one
     */
    private record Known(String process, String pid, boolean isItself, String start) {}

    /** @param isLocal whether HAProxy is asked through a unix socket, and so probably runs here */
    HostProcess(Path pidFile, boolean isLocal, Path proc) {
        this.pidFile = pidFile;
        this.isLocal = isLocal;
        this.proc = proc;
    }

    /** Figures of the process that gave the answer, by the names that the catalogue knows them by ({@code proc:…}). */
    synchronized Map<String, String> read(ProcessInfo info) {
        boolean isKnown = known.process().equals(info.process());
        boolean isItself = (isKnown && known.isItself()) || (isLocal && isHaproxy(info));
        String pid = isItself ? info.get("Pid") : pidInFile();
        Map<String, String> figures = new LinkedHashMap<>();
        try {
            if (!pid.isEmpty()) {
                readProcess(proc.resolve(pid), figures);
            }
        } catch (IOException | UncheckedIOException ignored) {
            // No such file, or not ours to read, or the process ended meanwhile: what was read so far is all there is.
        }
        boolean isDated = !info.get("Start_time_sec").isEmpty();
        String start = figures.getOrDefault(START_TIME, "");
        boolean wasRead = known.pid().equals(pid) && !known.start().isEmpty();
        if (isKnown && (isDated || wasRead)) {
            start = known.start();
        } else if (isDated && !isItself) {
            start = "";
        }
        known = new Known(info.process(), pid, isItself, start);
        figures.put(START_TIME, start);
        return figures;
    }

    /** Whether the pid of {@code show info} is a HAProxy of that age here: in a container HAProxy counts its processes on its own. */
    private boolean isHaproxy(ProcessInfo info) {
        try {
            Path directory = proc.resolve(pid(info.get("Pid")));
            String uptime = Files.readString(proc.resolve("uptime"));
            double age = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')))
                    - Double.parseDouble(stat(directory)[START]) / TICKS;
            return Files.readString(directory.resolve("comm")).matches("(haproxy|hapee)[^/]*\\n")
                    && Math.abs(age - Long.parseLong(info.get("Uptime_sec"))) <= AGE_TOLERANCE;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    /** The first pid in the file, or the last one known when it cannot be read. */
    private String pidInFile() {
        try {
            return pid(Files.readString(pidFile).strip().lines().findFirst().orElse(""));
        } catch (IOException | UncheckedIOException e) {
            return known.pid();
        }
    }

    /** The text if it is a process number; else one that no process has. */
    private static String pid(String text) {
        return text.matches("\\d{1,10}") ? text : "0";
    }

    private void readProcess(Path directory, Map<String, String> figures) throws IOException {
        String[] stat = stat(directory);
        figures.put("proc:cpu_seconds", seconds(Long.parseLong(stat[USER_TIME]) + Long.parseLong(stat[SYSTEM_TIME])));
        figures.put("proc:virtual_memory_bytes", stat[VIRTUAL_MEMORY]);
        String boot = field(proc.resolve("stat"), "btime ");
        figures.put(
                START_TIME,
                new BigDecimal(seconds(Long.parseLong(stat[START])))
                        .add(new BigDecimal(boot.isEmpty() ? "0" : boot))
                        .toPlainString());
        String resident = field(directory.resolve("status"), "VmRSS:");
        if (!resident.isEmpty()) {
            figures.put("proc:resident_memory_bytes", Long.toString(Long.parseLong(resident) * 1024));
        }
        figures.put("proc:max_fds", limit(field(directory.resolve("limits"), "Max open files")));
        figures.put("proc:virtual_memory_max_bytes", limit(field(directory.resolve("limits"), "Max address space")));
        try (Stream<Path> files = Files.list(directory.resolve("fd"))) {
            figures.put("proc:open_fds", Long.toString(files.count()));
        }
    }

    /** The fields behind the command's name, which is in parentheses and may hold anything. */
    private static String[] stat(Path directory) throws IOException {
        String stat = Files.readString(directory.resolve("stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
    }

    /** The first word behind a name at the beginning of a line, or the empty text. */
    private static String field(Path file, String name) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split("\\s+", 2)[0])
                .findFirst()
                .orElse("");
    }

    private static String limit(String word) {
        return word.equals("unlimited") ? Long.toUnsignedString(-1) : word;
    }

    private static String seconds(long ticks) {
        return BigDecimal.valueOf(ticks).divide(BigDecimal.valueOf(TICKS)).toPlainString();
    }
}
