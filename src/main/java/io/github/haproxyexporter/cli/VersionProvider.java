package io.github.haproxyexporter.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        BuildInfo build = BuildInfo.load();
        return new String[] {
            "haproxy-exporter " + build.version() + " (revision " + build.revision() + ", Java "
                    + System.getProperty("java.version", "unknown") + ")"
        };
    }
}
