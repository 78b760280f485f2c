package io.github.haproxyexporter.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One program that a test started: its output, signals to it, and an end to it and to all that it started. */
public final class RunningProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final String name;
    private final Process process;
    private final Path output;
    private volatile boolean suspended;

    private RunningProcess(String name, Process process, Path output) {
        this.name = name;
        this.process = process;
        this.output = output;
    }

    /** Starts a program with nothing to read; its two outputs go to one file, see {@link #output()}. */
    public static RunningProcess start(String name, List<String> command) {
        return start(name, command, Map.of());
    }

    /** Like {@link #start(String, List)}, with these environment variables set beside the inherited ones. */
    public static RunningProcess start(String name, List<String> command, Map<String, String> environment) {
        try {
            Path output = Files.createTempFile("hx-" + name + "-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(new File("/dev/null"));
            builder.environment().putAll(environment);
            return new RunningProcess(name, builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + String.join(" ", command), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The process handle, for children and times. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it has printed so far on both outputs. */
    public String output() {
        try {
            return Files.exists(output) ? new String(Files.readAllBytes(output), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + output, e);
        }
    }

    /** Sends a signal by its name without {@code SIG}: {@code STOP}, {@code CONT}, {@code USR2}. */
    public void signal(String signal) {
        Finished kill = send(signal);
        if (kill.exitCode() != 0) {
            throw new IllegalStateException("cannot send " + signal + " to " + this + ": " + kill.err());
        }
        if (signal.equals("STOP")) {
            suspended = true;
            await("suspended", GRACE, this::isStopped);
        } else if (signal.equals("CONT")) {
            suspended = false;
        }
    }

    private Finished send(String signal) {
        return Finished.run(List.of(Programs.find("kill").toString(), "-" + signal, Long.toString(pid())));
    }

    /** Whether a STOP has taken hold, which it does a moment after it was sent. */
    private boolean isStopped() {
        return state(pid()) == 'T';
    }

    /** Whether it has run to its end; that its parent has not asked for its exit code yet does not matter. */
    static boolean hasEnded(ProcessHandle handle) {
        return !handle.isAlive() || state(handle.pid()) == 'Z';
    }

    /** The letter of a process's state in {@code /proc/pid/stat} (proc(5)): behind its name, in which anything may be. */
    private static char state(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return 'X';
        }
    }

    /**
     * Waits until the condition holds.
     *
     * @throws IllegalStateException with the program's output, when it ends before or the time is over
     */
    public void await(String what, Duration atMost, BooleanSupplier condition) {
        try {
            Awaitility.await()
                    .atMost(atMost)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> condition.getAsBoolean() || !isAlive());
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    this + " is not " + what + " after " + atMost + "; its output:\n" + output(), e);
        }
        if (!isAlive() && !condition.getAsBoolean()) {
            throw new IllegalStateException(this + " ended with " + process.exitValue() + " before it was " + what
                    + "; its output:\n" + output());
        }
    }

    /** Waits for a text in its output. */
    public void awaitOutput(String text, Duration atMost) {
        await("printing \"" + text + "\"", atMost, () -> output().contains(text));
    }

    /** Waits for its end and gives the exit code (128 and the signal's number when a signal ended it). */
    public int awaitExit(Duration atMost) {
        if (!waitFor(atMost)) {
            throw new IllegalStateException(this + " still runs after " + atMost + "; its output:\n" + output());
        }
        return process.exitValue();
    }

    /** Ends it at once, as a crash would (signal KILL). */
    public void kill() {
        process.destroyForcibly();
        awaitExit(GRACE);
    }

    /** Asks it to end (signal TERM), insists after a while (signal KILL) on it and its children, and gives its exit code. */
    public int stop() {
        List<ProcessHandle> descendants;
        try (Stream<ProcessHandle> handles = process.descendants()) {
            descendants = handles.toList();
        }
        process.destroy();
        if (suspended && isAlive()) {
            // A suspended process would see the TERM only after it goes on; one that has ended by now need not.
            send("CONT");
        }
        if (!waitFor(GRACE)) {
            process.destroyForcibly();
        }
        // A master's workers end after it: the same grace before force.
        for (ProcessHandle descendant : descendants) {
            if (!process.isAlive() && !endsWithin(descendant, Duration.ofSeconds(2))) {
                descendant.destroyForcibly();
            }
        }
        return awaitExit(GRACE);
    }

    @Override
    public void close() {
        stop();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + output, e);
        }
    }

    @Override
    public String toString() {
        return name + " (process " + pid() + ")";
    }

    private boolean waitFor(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean endsWithin(ProcessHandle handle, Duration atMost) {
        try {
            Awaitility.await().atMost(atMost).pollDelay(Duration.ZERO).until(() -> hasEnded(handle));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }
}
