package io.github.haproxyexporter.faults;

import io.github.haproxyexporter.testing.Finished;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the daemon holds at one time.
 *
 * @param second since the soak began
 * @param scrapes answered so far
 * @param heapKib used right after a full collection
 * @param nativeKib committed by the JVM beyond the heap, by its native memory tracking
 * @param rssKib resident memory of the process
 */
record SoakSample(
        long second, long scrapes, long heapKib, long nativeKib, long rssKib, long descriptors, long threads) {

    private static final Pattern HEAP_USED = Pattern.compile("(?:total|used) +(\\d+)K, used (\\d+)K");
    private static final Pattern TOTAL = Pattern.compile("Total:.*committed=(\\d+)KB");
    private static final Pattern CHANGE =
            Pattern.compile("- +(\\w[\\w ]*) \\(reserved=[^,]+, committed=\\d+KB ([+-]\\d+)KB\\)");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+)");
    private static final Pattern JAVA_HEAP = Pattern.compile("Java Heap .*committed=(\\d+)KB");

    /** Collects the process's garbage, then looks. */
    static SoakSample take(long pid, long second, long scrapes) {
        jcmd(pid, "GC.run");
        long heap = sum(HEAP_USED, 2, jcmd(pid, "GC.heap_info"));
        String nativeMemory = jcmd(pid, "VM.native_memory");
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            String status = Files.readString(Path.of("/proc/" + pid + "/status"));
            return new SoakSample(
                    second,
                    scrapes,
                    heap,
                    sum(TOTAL, 1, nativeMemory) - sum(JAVA_HEAP, 1, nativeMemory),
                    sum(RESIDENT, 1, status),
                    open.count(),
                    sum(Pattern.compile("Threads:\\s+(\\d+)"), 1, status));
        } catch (IOException e) {
            throw new UncheckedIOException("the daemon's figures cannot be read", e);
        }
    }

    /** Memory that goes back to the system when the C library is asked for what nobody uses. */
    static long keptKib(long pid) {
        long before = residentKib(pid);
        jcmd(pid, "System.trim_native_heap");
        return before - residentKib(pid);
    }

    /** From here on {@link #changes} counts. */
    static void baseline(long pid) {
        jcmd(pid, "VM.native_memory", "baseline");
    }

    /** What the JVM itself says has grown or shrunk since the baseline by a quarter of a MiB or more, by what it is for. */
    static String changes(long pid) {
        Matcher matcher = CHANGE.matcher(jcmd(pid, "VM.native_memory", "summary.diff"));
        List<String> changes = new ArrayList<>();
        while (matcher.find()) {
            if (Math.abs(Long.parseLong(matcher.group(2))) >= 256) {
                changes.add(matcher.group(1) + " " + matcher.group(2) + " KiB");
            }
        }
        return changes.isEmpty() ? "nothing" : String.join(", ", changes);
    }

    private static long residentKib(long pid) {
        try {
            return sum(RESIDENT, 1, Files.readString(Path.of("/proc/" + pid + "/status")));
        } catch (IOException e) {
            throw new UncheckedIOException("the daemon's figures cannot be read", e);
        }
    }

    private static String jcmd(long pid, String... command) {
        List<String> all = new ArrayList<>();
        all.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "jcmd");
        all.add(Long.toString(pid));
        all.addAll(List.of(command));
        return Finished.run(all).orThrow().out();
    }

    private static long sum(Pattern pattern, int group, String text) {
        Matcher matcher = pattern.matcher(text);
        long sum = 0;
        while (matcher.find()) {
            sum += Long.parseLong(matcher.group(group));
        }
        return sum;
    }
}
