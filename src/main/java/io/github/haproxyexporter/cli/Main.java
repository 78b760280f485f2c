package io.github.haproxyexporter.cli;

/** The program's entry. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        BuildInfo build = BuildInfo.load();
        System.out.println("haproxy-exporter " + build.version() + " (revision " + build.revision() + ")");
    }
}
