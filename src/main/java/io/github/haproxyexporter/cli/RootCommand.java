package io.github.haproxyexporter.cli;

import picocli.CommandLine.Command;

/** What {@code haproxy-exporter} does without a command's name: it serves. */
@Command(
        name = "haproxy-exporter",
        description = {
            "Reads HAProxy's statistics and serves them as Prometheus metrics, with the reason why a server is down.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = Main.EXIT_CODES,
        exitCodeList = {
            "0:fine",
            "1:found something: servers that are down, findings",
            "2:could not do it: wrong usage, HAProxy cannot be read"
        },
        footer = {
            "",
            "Every flag can also be given as an environment variable: --haproxy.scrape-uri as",
            "HAPROXY_EXPORTER_HAPROXY_SCRAPE_URI, or in a file of arguments named by @FILE."
        },
        subcommands = {
            ServeCommand.class,
            StatusCommand.class,
            DiagnoseCommand.class,
            HistoryCommand.class,
            LintCommand.class,
            ServerCommand.class,
            HealthcheckCommand.class
        })
final class RootCommand extends ServingCommand {}
