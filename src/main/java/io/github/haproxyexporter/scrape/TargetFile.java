package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.metrics.Label;
import io.github.haproxyexporter.settings.GoDuration;
import io.github.haproxyexporter.settings.SettingsException;
import io.github.haproxyexporter.settings.SettingsFile;
import io.github.haproxyexporter.settings.SettingsSection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The targets of {@code --config.file}. A reload takes the whole file or leaves everything as it is. */
public final class TargetFile {

    private static final String FLAG = "--config.file";

    /** Labels that the families have themselves, or that Prometheus gives. */
    private static final Set<String> TAKEN = Set.of(
            "haproxy",
            "frontend",
            "backend",
            "server",
            "listener",
            "proxy",
            "state",
            "code",
            "reason",
            "cause",
            "mod",
            "job",
            "instance",
            "certificate",
            "address",
            "fqdn",
            "tracks",
            "check_status",
            "check_code");

    private final Path file;
    private final Duration timeout;
    private volatile List<Target> targets;

    /**
     * Reads the file for the first time.
     *
     * @param timeout of targets that have none of their own
     * @throws SettingsException when it cannot be read or has a fault
     */
    public TargetFile(Path file, Duration timeout) throws SettingsException {
        this.file = file;
        this.timeout = timeout;
        this.targets = read();
    }

    /** The targets as the file had them last. */
    public List<Target> targets() {
        return targets;
    }

    /**
     * Reads the file again.
     *
     * @throws SettingsException when it cannot be read or has a fault; the targets are then those of before
     */
    public void reload() throws SettingsException {
        targets = read();
    }

    private List<Target> read() throws SettingsException {
        String text = SettingsFile.text(FLAG, file);
        try {
            return parse(text, timeout);
        } catch (SettingsException e) {
            throw new SettingsException(file + ": " + e.getMessage(), e);
        }
    }

    static List<Target> parse(String text, Duration timeout) throws SettingsException {
        SettingsSection root = SettingsFile.root(text, "targets");
        Map<String, SettingsSection> sections =
                root.sections("targets", "scrape_uri", "master_socket", "events_ring", "timeout", "labels");
        if (sections.isEmpty()) {
            throw new SettingsException("targets is missing or empty: expected names, each with a scrape_uri");
        }
        List<Target> targets = new ArrayList<>();
        for (Map.Entry<String, SettingsSection> entry : sections.entrySet()) {
            targets.add(target(entry.getKey(), entry.getValue(), timeout));
        }
        return List.copyOf(targets);
    }

    private static Target target(String name, SettingsSection section, Duration timeout) throws SettingsException {
        if (!name.matches("[A-Za-z0-9_.:-]{1,64}")) {
            throw new SettingsException(
                    "targets: a name has other characters than letters, digits and _.:- or more than 64 of them");
        }
        HaproxyAddress address = address(section, "scrape_uri")
                .orElseThrow(() -> new SettingsException(section.path("scrape_uri") + " is missing"));
        List<Label> labels = new ArrayList<>();
        for (Map.Entry<String, String> label : section.map("labels").entrySet()) {
            if (!label.getKey().matches("[a-zA-Z_][a-zA-Z0-9_]{0,63}")
                    || label.getKey().startsWith("__")
                    || TAKEN.contains(label.getKey())) {
                throw new SettingsException(section.where("labels")
                        + ": a label is not one that a target can have: expected letters, digits and _, and none of "
                        + String.join(", ", TAKEN.stream().sorted().toList()));
            }
            labels.add(new Label(label.getKey(), label.getValue()));
        }
        Optional<String> ring = section.text("events_ring");
        try {
            ring.ifPresent(Target::ring);
        } catch (IllegalArgumentException e) {
            throw section.bad("events_ring", "the name of a ring: letters, digits and _.:-, at most 64");
        }
        return new Target(name, address, timeout(section, timeout), labels, address(section, "master_socket"), ring);
    }

    private static Optional<HaproxyAddress> address(SettingsSection section, String key) throws SettingsException {
        Optional<String> text = section.text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(HaproxyAddress.parse(text.get()));
        } catch (IllegalArgumentException e) {
            // Its message may hold a part of a password.
            throw section.bad(key, "unix:/path/to/socket, unix:@abstract, tcp://host:port, or http(s)://host/path;csv");
        }
    }

    private static Duration timeout(SettingsSection section, Duration otherwise) throws SettingsException {
        Optional<String> text = section.text("timeout");
        if (text.isEmpty()) {
            return otherwise;
        }
        OptionalLong nanos = GoDuration.nanos(text.get());
        if (nanos.isEmpty() || nanos.getAsLong() < Duration.ofMillis(1).toNanos()) {
            throw section.bad("timeout", "a duration from 1ms to 24h, such as 500ms or 2s");
        }
        return Duration.ofNanos(nanos.getAsLong());
    }
}
