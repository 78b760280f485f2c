package io.github.haproxyexporter.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}: the daemon by its name. */
@Command(
        name = "serve",
        description = "Serves the metrics until it is told to end; the command that runs when none is named.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        abbreviateSynopsis = true)
final class ServeCommand implements Callable<Integer> {

    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws Exception {
        new Daemon(options).start();
        return Main.GOES_ON;
    }
}
