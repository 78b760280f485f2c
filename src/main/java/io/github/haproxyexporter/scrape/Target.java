package io.github.haproxyexporter.scrape;

import io.github.haproxyexporter.client.HaproxyAddress;
import io.github.haproxyexporter.metrics.Label;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A HAProxy to read.
 *
 * @param name what users call it: the value of the label {@code haproxy} and of the parameter {@code target}
 * @param timeout the longest that reading it may take
 * @param labels what its families carry beside {@code haproxy}
 * @param masterSocket the socket of the master process, where one is configured
 * @param eventsRing the ring that HAProxy writes its events to, where one is configured
 */
public record Target(
        String name,
        HaproxyAddress address,
        Duration timeout,
        List<Label> labels,
        Optional<HaproxyAddress> masterSocket,
        Optional<String> eventsRing) {

    public Target {
        labels = List.copyOf(labels);
    }

    /**
     * The name of a ring, which becomes a part of a command.
     *
     * @throws IllegalArgumentException when it can be none
     */
    public static String ring(String name) {
        if (!name.matches("[A-Za-z0-9_.:-]{1,64}")) {
            throw new IllegalArgumentException("the events ring: expected letters, digits and _.:-, at most 64");
        }
        return name;
    }

    /** The labels that its families carry among those of other targets. */
    public List<Label> names() {
        List<Label> names = new ArrayList<>();
        names.add(new Label("haproxy", name));
        names.addAll(labels);
        return names;
    }

    /** A target with its address only. */
    public Target(String name, HaproxyAddress address, Duration timeout) {
        this(name, address, timeout, List.of(), Optional.empty(), Optional.empty());
    }

    /** The name of the target at an address: its host and port, or the socket's file name. */
    public static String nameOf(HaproxyAddress address) {
        if (address instanceof HaproxyAddress.Unix unix) {
            Path file = unix.path().getFileName();
            return file == null ? unix.path().toString() : file.toString();
        }
        if (address instanceof HaproxyAddress.AbstractUnix unix) {
            return unix.name();
        }
        if (address instanceof HaproxyAddress.Http http) {
            return http.uri().getAuthority();
        }
        return address.toString().substring("tcp://".length());
    }
}
