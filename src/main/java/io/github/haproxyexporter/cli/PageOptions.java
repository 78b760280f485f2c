package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.cli.terminal.Page;
import picocli.CommandLine.Option;

/** How text for a person is laid out. */
final class PageOptions {

    @Option(names = "--wide", description = "Neither cut nor wrap anything to fit 80 columns.")
    private boolean wide;

    Page page(ShellCommand command) {
        return new Page(wide ? Page.WIDE : Page.NARROW, command.isColoured());
    }
}
