package io.github.haproxyexporter.cli;

import picocli.CommandLine.Command;

/** {@code serve}: the daemon by its name. */
@Command(
        name = "serve",
        description = "Serves the metrics until it is told to end; the command that runs when none is named.")
final class ServeCommand extends ServingCommand {}
