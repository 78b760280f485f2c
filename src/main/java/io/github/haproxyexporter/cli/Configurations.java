package io.github.haproxyexporter.cli;

import io.github.haproxyexporter.haproxycfg.ConfigException;
import io.github.haproxyexporter.haproxycfg.ConfigReader;
import io.github.haproxyexporter.haproxycfg.HaproxyConfig;
import io.github.haproxyexporter.stats.ProcessInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads HAProxy's configuration for the commands that look at it. */
final class Configurations {
    private Configurations() {}

    /** Reads it with this process's environment, and with the version of the running HAProxy where one was asked. */
    static HaproxyConfig read(List<Path> files, Optional<ProcessInfo> running) throws IOException {
        try {
            return ConfigReader.read(files, System.getenv(), running.map(info -> info.get("Version")));
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
