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

/**
 * A program that ran to its end.
 *
 * @param exitCode 128 and the signal's number when a signal ended it
 * @param out what it wrote to its standard output
 * @param err what it wrote to its standard error
 */
public record Finished(int exitCode, String out, String err) {

    /** Runs a command with nothing to read for at most five minutes. */
    public static Finished run(List<String> command) {
        return run(command, Map.of(), "", Duration.ofMinutes(5));
    }

    public static Finished run(String... command) {
        return run(List.of(command));
    }

    /**
     * Runs a command to its end.
     *
     * @param environment variables set beside the inherited ones
     * @param input its standard input
     * @throws IllegalStateException when it takes longer; it is ended then
     */
    public static Finished run(List<String> command, Map<String, String> environment, String input, Duration atMost) {
        try (ScratchDirectory directory = ScratchDirectory.create()) {
            File out = directory.resolve("out").toFile();
            File err = directory.resolve("err").toFile();
            Path in = directory.write("in", input);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(in.toFile())
                    .redirectOutput(out)
                    .redirectError(err);
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended;
            try {
                ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                process.destroyForcibly();
            }
            if (!ended) {
                throw new IllegalStateException(String.join(" ", command) + " still runs after " + atMost
                        + "; it printed:\n" + read(out) + read(err));
            }
            return new Finished(process.exitValue(), read(out), read(err));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + String.join(" ", command), e);
        }
    }

    /** This, when it succeeded; a failure with all its output otherwise. */
    public Finished orThrow() {
        if (exitCode != 0) {
            throw new IllegalStateException("exit code " + exitCode + "\n" + out + err);
        }
        return this;
    }

    private static String read(File file) throws IOException {
        return new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8);
    }
}
