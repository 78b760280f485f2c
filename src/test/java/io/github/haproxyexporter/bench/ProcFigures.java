package io.github.haproxyexporter.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of one process (proc(5)). */
record ProcFigures(long pid) {

    /** Milliseconds a clock tick, on every Linux that has a JVM. */
    private static final long TICK_MILLIS = 10;

    /** CPU time that the process took since its start, its ended threads included. In steps of a tick: add many up. */
    long cpuMillis() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
    }

    /** Resident memory now. */
    long residentKib() {
        return status("VmRSS:");
    }

    /** The most resident memory since the start or the last {@link #forgetPeak}. */
    long peakKib() {
        return status("VmHWM:");
    }

    void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), "5");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long status(String name) {
        return read("status")
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
